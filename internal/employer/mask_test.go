package employer

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/internal/testkit"
)

func newMasks(t *testing.T) (first, again, other, elsewhere mask) {
	t.Helper()
	made := func(secret byte, organization string) mask {
		m, err := newMask([32]byte{secret}, organization)
		if err != nil {
			t.Fatal(err)
		}
		return m
	}
	return made(1, "org_a"), made(1, "org_a"), made(1, "org_b"), made(2, "org_a")
}

func TestAMaskIsOneEmployersAlone(t *testing.T) {
	t.Parallel()
	first, again, other, elsewhere := newMasks(t)
	rand := testkit.Random("mask")
	seen := map[string]bool{}
	var masked []string
	for i := range 500 {
		earner := id.New(id.Earner, testkit.Start.Add(time.Duration(i)*time.Hour), rand)
		candidate, err := first.candidate(earner)
		if err != nil || id.Prefix(candidate) != candidatePrefix {
			t.Fatalf("masked as %q: %v", candidate, err)
		}
		masked = append(masked, candidate)
		if same, _ := again.candidate(earner); same != candidate {
			t.Errorf("%s and then %s", candidate, same)
		}
		if back, err := first.earnerOf(candidate); back != earner || err != nil {
			t.Errorf("%s came back as %s: %v", earner, back, err)
		}
		award, err := first.candidateAward("awd" + strings.TrimPrefix(earner, "ern"))
		if err != nil {
			t.Fatal(err)
		}
		theirs, _ := other.candidate(earner)
		another, _ := elsewhere.candidate(earner)
		for _, digits := range []string{candidate[4:], theirs[4:], another[4:], award[4:], earner[4:]} {
			if seen[digits] {
				t.Errorf("%s comes twice", digits)
			}
			seen[digits] = true
		}
		if back, err := other.earnerOf(candidate); back == earner || err != nil {
			t.Errorf("another employer reads %s as %s: %v", candidate, back, err)
		}
		if first.name(earner) != again.name(earner) {
			t.Error("the alias changes")
		}
	}
	if slices.IsSorted(masked) {
		t.Error("masked ids sort as the records do")
	}
	if one, two := first.name("ern_x"), other.name("ern_x"); one == two {
		t.Errorf("both call them %s", one)
	}
}

func TestAMaskRefusesWhatIsNoIDOfItsKind(t *testing.T) {
	t.Parallel()
	m, _, _, _ := newMasks(t)
	earner := id.New(id.Earner, testkit.Start, testkit.Random("mask"))
	for _, wrong := range []string{"", "cnd_", "cnd_x", earner, "cda" + earner[3:], "cnd" + strings.ToUpper(earner[3:]), "cnd" + earner[3:] + "0"} {
		if back, err := m.earnerOf(wrong); err == nil {
			t.Errorf("%q is read as %s", wrong, back)
		}
	}
	for _, wrong := range []string{"", "ern_x", "awd" + earner[3:]} {
		if out, err := m.candidate(wrong); err == nil {
			t.Errorf("%q is masked as %s", wrong, out)
		}
	}
	if out, err := m.candidateAward(earner); err == nil {
		t.Errorf("an earner is masked as the award %s", out)
	}
}
