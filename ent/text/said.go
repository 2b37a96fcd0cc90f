package text

// Said is a text in one language, as it is given: a list of them is a Localized.
type Said struct{ Text, Language string }
