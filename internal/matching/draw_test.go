package matching

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestADrawKeyIsAPostingsEmployersAndWeeks(t *testing.T) {
	t.Parallel()
	monday := time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)
	base := NewDrawKey([]byte("secret"), "posting", "employer", monday)
	for name, same := range map[string]time.Time{
		"sunday night":           monday.Add(7*24*time.Hour - 1),
		"monday, in New Zealand": monday.In(time.FixedZone("NZ", 12*60*60)),
	} {
		if NewDrawKey([]byte("secret"), "posting", "employer", same) != base {
			t.Errorf("%s has another key", name)
		}
	}
	for name, other := range map[string]DrawKey{
		"next week":        NewDrawKey([]byte("secret"), "posting", "employer", monday.AddDate(0, 0, 7)),
		"next year":        NewDrawKey([]byte("secret"), "posting", "employer", monday.AddDate(1, 0, 0)),
		"another posting":  NewDrawKey([]byte("secret"), "posting2", "employer", monday),
		"another employer": NewDrawKey([]byte("secret"), "posting", "employer2", monday),
		"another secret":   NewDrawKey([]byte("secret2"), "posting", "employer", monday),
		"shifted":          NewDrawKey([]byte("secret"), "posting\" \"employer", "", monday),
	} {
		if other == base {
			t.Errorf("%s has the same key", name)
		}
	}
}

// SipHash-2-4's published vector for the key 00..0f and the input 00..0e.
func TestTheDrawIsSipHash(t *testing.T) {
	t.Parallel()
	var key DrawKey
	input := make([]byte, 15)
	for i := range key {
		key[i] = byte(i)
	}
	for i := range input {
		input[i] = byte(i)
	}
	if got := Draw(key, string(input)); got != 0xa129ca6149be45e5 {
		t.Errorf("draw %x", got)
	}
}

func TestKeysOrderByTierThenPointsThenDraw(t *testing.T) {
	t.Parallel()
	want := []Key{
		{Qualified, 5, 9, "d"}, {Near, 90, 1, "c"}, {Near, 80, 1, "b"}, {Near, 80, 2, "a"}, {Near, 80, 2, "e"}, {Partial, 99, 0, "f"},
	}
	rapid.Check(t, func(t *rapid.T) {
		got := rapid.Permutation(want).Draw(t, "shuffled")
		slices.SortFunc(got, func(a, b Key) int {
			switch {
			case a.Before(b):
				return -1
			case b.Before(a):
				return 1
			}
			return 0
		})
		if !slices.Equal(got, want) {
			t.Fatalf("order %v", got)
		}
	})
}

// A fair draw: over many postings, each of three equals is first about as often.
func TestEqualsTakeTurns(t *testing.T) {
	t.Parallel()
	first := map[string]int{}
	for i := range 3000 {
		key := NewDrawKey([]byte("secret"), string(rune(i)), "employer", asOf)
		first[slices.MinFunc([]string{"a", "b", "c"}, func(x, y string) int {
			if Draw(key, x) < Draw(key, y) {
				return -1
			}
			return 1
		})]++
	}
	for name, n := range first {
		if n < 900 || n > 1100 {
			t.Errorf("%s is first %d times of 3000", name, n)
		}
	}
}
