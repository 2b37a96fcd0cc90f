package badge

import (
	"strings"

	"github.com/stackmatch/stackmatch/internal/badge/strictjson"
)

// trust is the ISSUER_TRUST check, which never makes a badge worse: it says
// whether anybody lists the issuer, which lists were asked, and which of them
// did not answer.
func (r *run) trust(issuer string) (finding, []RegistryAnswer) {
	trusted := issuer != "" && r.policy.Trusted != nil && r.policy.Trusted(issuer)
	var answers []RegistryAnswer
	var silent []string
	for _, registry := range r.policy.Registries {
		answer := r.askRegistry(registry, issuer)
		answers = append(answers, answer)
		trusted = trusted || answer.Lists
		if !answer.Answered {
			silent = append(silent, registry.Name)
		}
	}
	switch {
	case trusted:
		return pass().advise(), answers
	case len(silent) > 0:
		return unknown(ReasonRegistrySilent, strings.Join(silent, ", ")).advise(), answers
	case len(answers) == 0 && r.policy.Trusted == nil:
		return none(), nil
	default:
		return unknown(ReasonIssuerUnknown, names(r.policy.Registries)).advise(), answers
	}
}

func names(registries []Registry) string {
	all := make([]string, 0, len(registries))
	for _, r := range registries {
		all = append(all, r.Name)
	}
	return strings.Join(all, ", ")
}

func (r *run) askRegistry(registry Registry, issuer string) RegistryAnswer {
	answer := RegistryAnswer{Name: registry.Name}
	d, f := r.fetched(registry.URL)
	if !f.passed() {
		return answer
	}
	o, err := strictjson.Object(d.Body)
	if err != nil {
		return answer
	}
	answer.Lists, answer.Answered = lists(o, issuer)
	return answer
}

// lists reads a registry: an object by identifier, as the Digital Credentials
// Consortium publishes it, or a plain list of issuers. The second result tells
// whether it was one.
func lists(registry map[string]any, issuer string) (listed, ok bool) {
	if byID, ok := registry["registry"].(map[string]any); ok {
		_, listed = byID[issuer]
		return listed, true
	}
	issuers, ok := registry["issuers"].([]any)
	for _, entry := range issuers {
		listed = listed || idOf(entry) == issuer && issuer != ""
	}
	return listed, ok
}
