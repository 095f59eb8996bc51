import Testing
struct PlaceholderWorkspaceTests {}
