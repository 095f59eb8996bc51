import Testing
struct PlaceholderIndexTests {}
