package seed

// Text is a text in the two languages that the demo speaks.
type Text struct {
	EN string `yaml:"en"`
	ES string `yaml:"es"`
}

// complete tells whether both languages are there.
func (t Text) complete() bool { return t.EN != "" && t.ES != "" }

// Labels are names in the two languages.
type Labels struct {
	EN []string `yaml:"en"`
	ES []string `yaml:"es"`
}

// Money is an amount in a currency, as decimal text: "15.25".
type Money struct {
	Amount   string `yaml:"amount"`
	Currency string `yaml:"currency"`
}

// in is the text in a language, by default in English.
func (t Text) in(language string) string {
	if language == "es" && t.ES != "" {
		return t.ES
	}
	return t.EN
}
