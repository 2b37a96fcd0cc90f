package id_test

import (
	"bytes"
	"crypto/rand"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/internal/problem"
)

func TestIDsSortByTime(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	ids := make([]string, 2000)
	for i := range ids {
		ids[i] = id.New(id.Award, at.Add(time.Duration(i)*time.Microsecond), rand.Reader)
	}
	if !slices.IsSorted(ids) {
		t.Error("ids of later instants sort before earlier ones")
	}
}

func TestSameClockAndRandomnessGiveTheSameID(t *testing.T) {
	t.Parallel()
	mint := func() string {
		m := id.Minter{Now: func() time.Time { return time.UnixMilli(1) }, Rand: bytes.NewReader(make([]byte, 16))}
		return m.Mint(id.Earner)
	}
	const want = "ern_0000000001e008000000000000"
	if got := mint(); got != want || mint() != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestEveryUUIDSurvivesEncoding(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		want := [16]byte(rapid.SliceOfN(rapid.Byte(), 16, 16).Draw(t, "uuid"))
		s := id.Encode(id.Skill, want)
		got, err := id.Parse(s, id.Skill)
		if err != nil || got != want {
			t.Fatalf("%x became %q and came back as %x, %v", want, s, got, err)
		}
	})
}

func TestTextOrderIsNumberOrder(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		a := rapid.SliceOfN(rapid.Byte(), 16, 16).Draw(t, "a")
		b := rapid.SliceOfN(rapid.Byte(), 16, 16).Draw(t, "b")
		got := strings.Compare(id.Encode("x", [16]byte(a)), id.Encode("x", [16]byte(b)))
		if want := bytes.Compare(a, b); got != want {
			t.Fatalf("compare %x with %x: got %d, want %d", a, b, got, want)
		}
	})
}

func TestOnlyTheCanonicalFormIsAnID(t *testing.T) {
	t.Parallel()
	good := id.New(id.Posting, time.UnixMilli(1), rand.Reader)
	for name, s := range map[string]string{
		"other prefix": "org" + good[3:],
		"no prefix":    good[4:],
		"upper case":   "pst_" + strings.ToUpper(good[4:]),
		"too short":    good[:len(good)-1],
		"too long":     good + "0",
		"overflow":     "pst_8" + good[5:],
		"letter l":     "pst_0l" + good[6:],
		"empty":        "",
		"huge":         strings.Repeat("x", 1<<16),
	} {
		_, err := id.Parse(s, id.Posting)
		if !problem.Is(err, problem.NotFound) {
			t.Errorf("%s: got %v, want NotFound", name, err)
		}
		if err != nil && len(err.Error()) > 200 {
			t.Errorf("%s: the message repeats %d bytes of input", name, len(err.Error()))
		}
	}
	if got := id.Prefix(good); got != id.Posting {
		t.Errorf("prefix: got %q, want %q", got, id.Posting)
	}
	if got := id.Prefix("nothing"); got != "" {
		t.Errorf("prefix of what has none: got %q", got)
	}
}
