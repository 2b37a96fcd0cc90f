package catalog

import (
	"slices"

	"github.com/stackmatch/stackmatch/ent/enum"
)

// links are the affiliations of organizations, in one direction.
type links map[string][]link

type link struct {
	to   string
	kind enum.AffiliationKind
}

// follows says along which affiliations a recognition of a scope holds. Campuses
// are the organization itself: they go along with every scope.
var follows = map[enum.RecognitionScope][]enum.AffiliationKind{
	enum.ScopeOrganization: {enum.AffiliatedCampus},
	enum.ScopeDistrict:     {enum.AffiliatedCampus, enum.AffiliatedDistrict},
	enum.ScopeState:        {enum.AffiliatedCampus, enum.AffiliatedDistrict},
	enum.ScopeConsortium:   {enum.AffiliatedCampus, enum.AffiliatedMember},
}

// reached lists the organizations that affiliations lead to for a scope, nearest
// first, without the one that they start from. Circles end where they begin.
func (l links) reached(from string, scope enum.RecognitionScope) []string {
	seen := map[string]bool{from: true}
	frontier, out := []string{from}, []string(nil)
	for range maxDepth {
		var next []string
		for _, organization := range frontier {
			for _, link := range l[organization] {
				if !seen[link.to] && slices.Contains(follows[scope], link.kind) {
					seen[link.to] = true
					next = append(next, link.to)
				}
			}
		}
		out = append(out, next...)
		frontier = next
	}
	return out
}

// reach tells where a recognition of an organization holds.
type reach struct {
	links links
	// at is the one organization that is asked about; "" for all. Links lead from
	// it to its wholes, else from wholes to their parts.
	at    string
	known map[reachKey][]string
}

type reachKey struct {
	from  string
	scope enum.RecognitionScope
}

// inherits lists the organizations at which a recognition holds besides the one
// that recognizes.
func (r *reach) inherits(organization string, scope enum.RecognitionScope) []string {
	if r.at == "" {
		return r.reached(organization, scope)
	}
	if organization != r.at && slices.Contains(r.reached(r.at, scope), organization) {
		return []string{r.at}
	}
	return nil
}

// own tells whether the answer is about the organization that recognizes.
func (r *reach) own(organization string) bool { return r.at == "" || r.at == organization }

func (r *reach) reached(from string, scope enum.RecognitionScope) []string {
	key := reachKey{from, scope}
	found, known := r.known[key]
	if !known {
		if r.known == nil {
			r.known = map[reachKey][]string{}
		}
		found = r.links.reached(from, scope)
		r.known[key] = found
	}
	return found
}
