"""What keys must fulfil besides having the right type, one file a section."""
