package matching

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/stackmatch/stackmatch/internal/problem"
)

func part(name string) Rule { return Rule{Op: OpPart, Credential: name} }

func all(of ...Rule) Rule { return Rule{Op: OpAllOf, Of: of} }

func anyOf(of ...Rule) Rule { return Rule{Op: OpAnyOf, Of: of} }

func kOf(k int, of ...Rule) Rule { return Rule{Op: OpKOf, K: k, Of: of} }

// parts are n parts, from "p0" on.
func parts(n int) []Rule {
	list := make([]Rule, n)
	for i := range list {
		list[i] = part("p" + string(rune('0'+i)))
	}
	return list
}

// nested is a rule of so many levels.
func nested(levels int) Rule {
	r := part("p")
	for range levels - 1 {
		r = all(r)
	}
	return r
}

// fine is a rule whose progress has a large denominator: chains of groups of n
// where one member is such a group again.
func fine(sizes ...int) Rule {
	of := make([]Rule, len(sizes))
	for i, n := range sizes {
		r := all(parts(n)...)
		for range 3 {
			r = all(append(parts(n-1), r)...)
		}
		of[i] = r
	}
	return all(of...)
}

func TestRulesWithinTheLimitsAreValid(t *testing.T) {
	t.Parallel()
	for name, r := range map[string]Rule{
		"a part":          part("a"),
		"all of":          all(part("a"), part("b")),
		"k of n":          kOf(2, part("a"), anyOf(part("b"), part("c")), part("d")),
		"the same twice":  kOf(1, all(part("a"), part("b")), all(part("a"), part("c"))),
		"deepest":         nested(MaxRuleDepth),
		"largest":         all(parts(MaxRuleParts)...),
		"finely divided":  fine(2, 3, 5, 7),
		"one of each":     kOf(1, part("a")),
		"deep and narrow": all(part("a"), all(part("b"), all(part("c"), all(part("d"), all(part("e")))))),
	} {
		if err := ValidateRule(r); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestRulesPastTheLimitsSayWhy(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name string
		rule Rule
		want string
	}{
		{"nothing", Rule{}, "op: "},
		{"unknown", Rule{Op: "NONE_OF", Of: parts(1)}, `op: "NONE_OF" is no operator`},
		{"unnamed part", all(part("a"), part("")), "of.1.credential: a part names a micro-credential"},
		{"part with parts", Rule{Op: OpPart, Credential: "a", Of: parts(1)}, "no parts of its own"},
		{"part with k", Rule{Op: OpPart, Credential: "a", K: 1}, "no parts of its own"},
		{"group with a name", Rule{Op: OpAllOf, Credential: "a", Of: parts(1)}, "credential: only a part"},
		{"empty group", anyOf(part("a"), all()), "of.1.of: a group has at least one part"},
		{"k of 0", kOf(0, parts(2)...), "k: k is from 1 to 2"},
		{"k past n", kOf(3, parts(2)...), "k: k is from 1 to 2"},
		{"all of with k", Rule{Op: OpAllOf, K: 1, Of: parts(2)}, "k: only K_OF has a k"},
		{"too deep", nested(MaxRuleDepth + 1), "at most 6 levels"},
		{"too large", all(parts(MaxRuleParts + 1)...), "at most 100 parts"},
		{"too fine", fine(2, 3, 5, 7, 11), "too finely divided"},
	} {
		err := ValidateRule(test.rule)
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: got %v, want %q", test.name, err, test.want)
			continue
		}
		if p := problem.As(err); len(p) != 1 || p[0].Kind != problem.Invalid || p[0].MessageES == "" {
			t.Errorf("%s: no problem in two languages: %v", test.name, p)
		}
	}
}

// The widest spread of sizes that 100 parts allow: exact progress never leaves
// 64 bits, whatever parts a posting leaves out of a valid rule.
func TestTheFinestRulesFitSixtyFourBits(t *testing.T) {
	t.Parallel()
	for _, r := range []Rule{fine(2, 3, 5, 7, 11), fine(8, 3, 5, 7), fine(11, 7, 5), all(
		all(parts(2)...), all(parts(3)...), all(parts(5)...), all(parts(7)...), all(parts(11)...), all(parts(13)...), all(parts(17)...), all(parts(19)...),
	)} {
		p, ok := compileRule(r, everyPart)
		if !ok || p.den() <= 0 || p.den() > 1<<60 {
			t.Errorf("denominator %d, fits: %v", p.den(), ok)
		}
	}
}

func TestProgress(t *testing.T) {
	t.Parallel()
	a, b, c, d := part("a"), part("b"), part("c"), part("d")
	for _, test := range []struct {
		rule     Rule
		held     string
		num, den int64
	}{
		{a, "", 0, 1},
		{a, "a", 1, 1},
		{all(a, b, c), "a c", 2, 3},
		{anyOf(a, b), "b", 1, 1},
		{kOf(2, a, b, c), "a", 1, 2},
		{kOf(2, a, b, c), "a b c", 1, 1},
		{all(a, all(b, c)), "b", 1, 4},
		{all(a, anyOf(all(b, c), d)), "b", 1, 4},
		{all(a, anyOf(all(b, c), d)), "b d", 1, 2},
		// The two best of 1/2, 1/3 and 0.
		{kOf(2, all(a, b), all(a, c, d), b), "a", 5, 12},
		{kOf(2, all(a, b), all(a, c, d), b), "b", 3, 4},
		{all(a, a, b), "a", 2, 3},
	} {
		p, _ := compileRule(test.rule, everyPart)
		var held partMask
		for name := range strings.FieldsSeq(test.held) {
			held = held.or(p.bits[name])
		}
		if got := p.progress(held); got*test.den != test.num*p.den() {
			t.Errorf("%+v with %q: %d/%d, want %d/%d", test.rule, test.held, got, p.den(), test.num, test.den)
		}
	}
}

func TestProgressIsTheReferences(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		rule := drawRule(t, 1)
		kept := rapid.SliceOfN(rapid.Bool(), worldCredentials, worldCredentials).Draw(t, "kept")
		keep := func(name string) bool { return kept[int(name[len("cred")]-'0')] }
		held := rapid.SliceOfN(rapid.Bool(), worldCredentials, worldCredentials).Draw(t, "held")
		has := func(name string) bool { return held[int(name[len("cred")]-'0')] }
		want := refProgress(rule, keep, has)
		p, ok := compileRule(rule, keep)
		if ok != (want != nil) {
			t.Fatalf("something is left: %v", ok)
		}
		if !ok {
			return
		}
		var mask partMask
		for name, bits := range p.bits {
			if has(name) {
				mask = mask.or(bits)
			}
		}
		if got := rat(p.progress(mask), p.den()); got.Cmp(want) != 0 {
			t.Fatalf("progress %s, want %s", got, want)
		}
	})
}

func FuzzValidateRule(f *testing.F) {
	for _, r := range []Rule{part("a"), all(parts(3)...), kOf(2, part("a"), anyOf(parts(2)...), part("b")), nested(7), fine(2, 3, 5, 7, 11), {}} {
		text, err := json.Marshal(r)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		var r Rule
		if json.Unmarshal(text, &r) != nil || ValidateRule(r) != nil {
			return
		}
		p, ok := compileRule(Stack{Certifies: "x", Rule: r}.effective(), everyPart)
		if !ok || p.den() > MaxRuleDenominator || p.parts > 128 {
			t.Fatalf("a valid rule of %d parts over %d", p.parts, p.den())
		}
		var mask partMask
		last := int64(0)
		for _, name := range slices.Sorted(slices.Values(keys(p.bits))) {
			mask = mask.or(p.bits[name])
			next := p.progress(mask)
			if next < last {
				t.Fatalf("a part more: %d, then %d", last, next)
			}
			last = next
		}
		if last != p.den() {
			t.Fatalf("all parts: %d of %d", last, p.den())
		}
	})
}
