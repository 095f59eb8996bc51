import Testing

struct PlaceholderWorkspaceTests {}
