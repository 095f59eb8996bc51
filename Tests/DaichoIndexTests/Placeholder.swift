import Testing

struct PlaceholderIndexTests {}
