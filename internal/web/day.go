package web

import (
	"fmt"
	"time"
)

// day is a day, for programs and for people.
type day struct{ Machine, Text string }

var monthsES = [...]string{
	"enero", "febrero", "marzo", "abril", "mayo", "junio",
	"julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre",
}

// dayOf is the day of an instant, in UTC: a badge says no other.
func dayOf(at time.Time, language string) day {
	at = at.UTC()
	text := at.Format("January 2, 2006")
	if language == spanish {
		text = fmt.Sprintf("%d de %s de %d", at.Day(), monthsES[at.Month()-1], at.Year())
	}
	return day{at.Format(time.DateOnly), text}
}

// minuteOf is an instant, to the minute.
func minuteOf(at time.Time, language string) day {
	at = at.UTC()
	return day{at.Format("2006-01-02T15:04Z"), dayOf(at, language).Text + at.Format(", 15:04 UTC")}
}

// monthOf is the month of an instant, for lines that are short of room.
func monthOf(at time.Time, language string) day {
	at = at.UTC()
	text := at.Format("January 2006")
	if language == spanish {
		text = fmt.Sprintf("%s de %d", monthsES[at.Month()-1], at.Year())
	}
	return day{at.Format("2006-01"), text}
}
