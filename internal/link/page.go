package link

import "net/url"

// Question is what a page asks before a link does anything: whoever only opens a link
// (a mail program that looks ahead, say) changes nothing.
type Question struct {
	Title, Text string
	// Fields are what somebody types or ticks besides.
	Fields []Field
	// Answers are the buttons.
	Answers []Answer
}

// Field is something to be typed or ticked.
type Field struct {
	Name, Label string
	// Tick is true for a box, which is ticked where Value is not empty.
	Tick  bool
	Value string
}

// Answer is a button.
type Answer struct{ Name, Label string }

// Given is how somebody answered.
type Given struct {
	// Answer is the name of the button.
	Answer string
	Fields url.Values
	// Language is the page's.
	Language string
}

// Outcome is what a page says afterwards.
type Outcome struct {
	Title, Text string
	// Bearer is a token to sign in with, where that is what the link was for.
	Bearer string
}
