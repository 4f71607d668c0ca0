"""Reading whole lines without knowing their letters' places: a second opinion beside the glyph reader."""
