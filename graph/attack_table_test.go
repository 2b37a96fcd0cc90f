package graph_test

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// carriers are the types that hold a person's record and have no rows of their own:
// why is beside each.
var carriers = map[string]string{
	"AwardChanged": "an event about a row", "ContactRequestUpdated": "an event about a row", "NotificationReceived": "an event about a row",
	"SavedSearchMatched": "an event about a row", "SubmissionUpdated": "an event about a submission",
	"AwardedRow": "an issuer's answer to its own list", "ImportedPart": "an earner's answer to their own import", "RecordedResult": "an issuer's answer to its own list",
	"RosterClaimCode": "of an issuer's own roster; see roster tests", "RosterRow": "of an issuer's own roster; see roster tests",
	"Enrollment": "see TestRecordsAreSeenAsThePrivacyTableSays and cohort tests", "Submission": "blind by kind of reader; see submission_test.go",
	"Outcome": "the earner's own; see outcome_test.go", "SkillsSheet": "the earner's own; Earner.skillsSheets has the row",
	"StackCompletion": "of Earner.completedStacks and stackProgress", "StackProgress": "of Earner.stackProgress",
	"Gap":             "of nobody for whoever asks so; its renewals have rows",
	"ShortlistResult": "the employer's answer to its own list", "CaseResult": "a coach's answer to their own list", "Posting": "public but for its candidates, who have rows", "Viewer": "whoever asks, of themselves",
}

// frames hold a list's or a mutation's rows.
var frames = regexp.MustCompile(`(Connection|Edge|Payload)$`)

func TestEveryTypeThatLeadsToAPersonHasRowsOrSaysWhyNot(t *testing.T) {
	t.Parallel()
	table, schema := readPrivacy(t), schemaOf()
	for name, of := range schema.Types {
		if table[name] != nil || frames.MatchString(name) || strings.HasPrefix(name, "__") || carriers[name] != "" ||
			slices.Contains([]string{"Query", "Mutation", "Subscription"}, name) || !of.IsCompositeType() || of.IsAbstractType() {
			continue
		}
		for _, field := range of.Fields {
			to := strings.TrimSuffix(field.Type.Name(), "Connection")
			if table[to] != nil || regexp.MustCompile(`(?i)^(earner|candidate|account|award|person)(id)?s?$`).MatchString(field.Name) && field.Type.Name() == "ID" {
				if name != "CohortMember" { // of a cohort whose members agreed, with its own tests
					t.Errorf("%s.%s leads to a person: give %s rows in testdata/privacy.yaml, or say in carriers why it needs none", name, field.Name, name)
				}
			}
		}
	}
}

// ownOfEach are types of which every viewer has records of their own, which the tests
// of their own tell apart.
var ownOfEach = []string{
	"Address", "Notification", "Member", "Colleague", "DataJob", "VouchRequest", "Report", "Invitation", "Earner", "Award", "HiringEvent",
	"RecommendedPosting", "RequirementFit", "UnmetCondition", "SavedPosting",
}

// TestNoCrawlFindsMoreThanThePrivacyTableSays follows every edge as every viewer, with
// every id of the world in hand.
func TestNoCrawlFindsMoreThanThePrivacyTableSays(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	contact := w.contacts(t)
	w.accepts(t, contact)
	w.employsQuietly(t, "employer", "Maker")
	w.seeks(t)
	table := readPrivacy(t)
	ids := []string{contact}
	for _, known := range []map[string]string{w.orgs, w.accounts, w.memberships, w.earners, w.awards, w.postings} {
		ids = slices.AppendSeq(ids, maps.Values(known))
	}
	for viewer, account := range viewers {
		if viewer == "blocked" || viewer == "other_earner" || viewer == "employer" {
			continue // they have candidates, or records, of their own; the employer has a contact: tested apart
		}
		c := w.crawl(t, account, map[string]string{"posting": w.postings[map[bool]string{true: "Rival", false: "Maker"}[viewer == "rival"]]}, ids...)
		for kind, fields := range c.told() {
			if slices.Contains(ownOfEach, kind) {
				continue
			}
			for field := range fields {
				row, listed := table[kind][field]
				if listed && !slices.Contains(row.Seen, viewer) && !slices.Contains(row.Masked, viewer) && kind+field != "Candidatename" {
					t.Errorf("%s is told %s.%s, which the table does not say", viewer, kind, field)
				}
			}
		}
	}
}
