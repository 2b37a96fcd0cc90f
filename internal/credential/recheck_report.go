package credential

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/awardcheck"
	"github.com/stackmatch/stackmatch/ent/db/predicate"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/badge"
	"github.com/stackmatch/stackmatch/internal/page"
	"github.com/stackmatch/stackmatch/internal/store"
)

// LastReports gives the last verification of awards, by award: of those that the
// viewer may see. An award that was not imported has none.
func (s *Service) LastReports(ctx context.Context, awards []string) (map[string]*db.AwardCheck, error) {
	seen, err := s.AwardsByID(ctx, awards)
	if err != nil {
		return nil, err
	}
	return s.lastChecks(ctx, slices.Collect(maps.Keys(seen)))
}

// lastChecks gives the last verification of awards, by award. It asks nobody's
// permission.
func (s *Service) lastChecks(ctx context.Context, awards []string) (map[string]*db.AwardCheck, error) {
	// Ids are in the order of time: the highest is the newest.
	var newest []struct {
		Award string `json:"award_id"`
		Max   string `json:"max"`
	}
	err := s.DB.AwardCheck.Query().Where(awardcheck.AwardIDIn(awards...)).
		GroupBy(awardcheck.FieldAwardID).Aggregate(db.Max(awardcheck.FieldID)).Scan(ctx, &newest)
	if err != nil {
		return nil, fmt.Errorf("look up verifications: %w", err)
	}
	ids := make([]string, len(newest))
	for i, n := range newest {
		ids[i] = n.Max
	}
	rows, err := s.DB.AwardCheck.Query().Where(awardcheck.IDIn(ids...)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load verifications: %w", err)
	}
	out := make(map[string]*db.AwardCheck, len(rows))
	for _, row := range rows {
		out[row.AwardID] = row
	}
	return out, nil
}

// ChecksOf lists the verifications of an award that the viewer may see, newest
// first.
func (s *Service) ChecksOf(ctx context.Context, of string, args page.Args) (page.Page[*db.AwardCheck], error) {
	none := page.Page[*db.AwardCheck]{}
	if err := args.Check(); err != nil {
		return none, err
	}
	if _, err := s.Award(ctx, of); err != nil {
		return none, err
	}
	scope := auth.From(ctx).Key() + " checks of " + of
	rest, err := pastCursor(s, scope, args, store.Before[predicate.AwardCheck](awardcheck.FieldCreatedAt, awardcheck.FieldID))
	if err != nil {
		return none, err
	}
	rows, err := s.DB.AwardCheck.Query().Where(awardcheck.AwardID(of)).Where(rest...).
		Order(db.Desc(awardcheck.FieldCreatedAt, awardcheck.FieldID)).Limit(args.Limit()).All(ctx)
	if err != nil {
		return none, fmt.Errorf("list verifications: %w", err)
	}
	return page.Cut(rows, args, s.Cursors, scope, func(row *db.AwardCheck) []string { return instant(row.CreatedAt, row.ID) }), nil
}

// lastIssued is the date of the newest issue of a badge that an award was made of.
func lastIssued(ctx context.Context, tx *db.Client, of string) (time.Time, error) {
	var newest time.Time
	rows, err := tx.AwardCheck.Query().Where(awardcheck.AwardID(of), awardcheck.CauseEQ(enum.CauseImport)).All(ctx)
	if err != nil {
		return newest, fmt.Errorf("load verifications: %w", err)
	}
	for _, row := range rows {
		kept, err := readReport(row)
		if err != nil {
			return newest, err
		}
		if kept.Issued.After(newest) {
			newest = kept.Issued
		}
	}
	return newest, nil
}

// keptReport is a report as it is stored: what was found, and nothing of the
// earner. The sentences stand without what they are about.
type keptReport struct {
	Verdict     badge.Verdict    `json:"verdict"`
	Format      badge.Format     `json:"format"`
	Container   badge.Container  `json:"container"`
	Issuer      string           `json:"issuer,omitempty"`
	Issued      time.Time        `json:"issued,omitzero"`
	Checks      []keptCheck      `json:"checks"`
	Parts       []keptPart       `json:"parts,omitempty"`
	Registries  []keptRegistries `json:"registries,omitempty"`
	ProofOK     badge.Tri        `json:"proofOk"`
	IssuerBound badge.Tri        `json:"issuerBound"`
}

type keptCheck struct {
	Name     badge.CheckName `json:"name"`
	Outcome  badge.Outcome   `json:"outcome"`
	Reason   badge.Reason    `json:"reason,omitempty"`
	Advisory bool            `json:"advisory,omitempty"`
	Detail   string          `json:"detail"`
	DetailES string          `json:"detailEs"`
}

type keptPart struct {
	Path   string         `json:"path"`
	Kind   badge.PartKind `json:"kind"`
	About  bool           `json:"about,omitempty"`
	Report keptReport     `json:"report"`
}

type keptRegistries struct {
	Name     string `json:"name"`
	Answered bool   `json:"answered"`
	Lists    bool   `json:"lists"`
}

func keptReportOf(found examined) ([]byte, error) {
	kept := keptOfReport(found.report)
	said := found.says()
	kept.Issuer, kept.Issued = said.Issuer.ID, issuedAt(said)
	content, err := json.Marshal(kept)
	if err != nil {
		return nil, fmt.Errorf("write a report: %w", err)
	}
	return content, nil
}

func keptOfReport(r badge.Report) keptReport {
	kept := keptReport{
		Verdict: r.Verdict, Format: r.Format, Container: r.Container, ProofOK: r.ProofOK, IssuerBound: r.IssuerBound,
		Checks: make([]keptCheck, len(r.Checks)),
	}
	for i, c := range r.Checks {
		c.Detail, c.DetailES = general(c.Detail), general(c.DetailES)
		kept.Checks[i] = keptCheck(c)
	}
	for _, p := range r.Parts {
		kept.Parts = append(kept.Parts, keptPart{Path: p.Path, Kind: p.Kind, About: p.About, Report: keptOfReport(p.Report)})
	}
	for _, a := range r.Registries {
		kept.Registries = append(kept.Registries, keptRegistries(a))
	}
	return kept
}

// general is a check's sentence without what it is about, which may be anything
// that the badge says.
func general(sentence string) string {
	words, _, about := strings.Cut(sentence, ": ")
	if about {
		return words + "."
	}
	return sentence
}

func readReport(row *db.AwardCheck) (keptReport, error) {
	var kept keptReport
	if err := json.Unmarshal(row.Report, &kept); err != nil {
		return kept, fmt.Errorf("read report %s: %w", row.ID, err)
	}
	return kept, nil
}

// ReportOf is the report of a verification that was kept.
func ReportOf(row *db.AwardCheck) (*badge.Report, error) {
	kept, err := readReport(row)
	if err != nil {
		return nil, err
	}
	r := kept.report()
	return &r, nil
}

func (k keptReport) report() badge.Report {
	r := badge.Report{Verdict: k.Verdict, Format: k.Format, Container: k.Container, ProofOK: k.ProofOK, IssuerBound: k.IssuerBound}
	for _, c := range k.Checks {
		r.Checks = append(r.Checks, badge.Check(c))
	}
	for _, p := range k.Parts {
		r.Parts = append(r.Parts, badge.Part{Path: p.Path, Kind: p.Kind, About: p.About, Report: p.Report.report()})
	}
	for _, a := range k.Registries {
		r.Registries = append(r.Registries, badge.RegistryAnswer(a))
	}
	return r
}

// goodUntil is until when what was found out about a badge is good: its own end,
// or when a status list says to ask again.
func goodUntil(found examined, now time.Time) time.Time {
	var until time.Time
	add := func(at time.Time) {
		if !at.IsZero() && (until.IsZero() || at.Before(until)) {
			until = at
		}
	}
	if end := found.says().ValidUntil; end != nil {
		add(*end)
	}
	for _, doc := range found.docs {
		var list struct {
			ValidUntil time.Time `json:"validUntil"`
			Subject    struct {
				TTL float64 `json:"ttl"`
			} `json:"credentialSubject"`
		}
		// What is no status list, or one in a token, says nothing here: the badge
		// is then verified again after a day.
		if err := json.Unmarshal(doc.Body, &list); err == nil && list.Subject.TTL > 0 {
			add(list.ValidUntil)
			add(now.Add(time.Duration(min(list.Subject.TTL, float64(checkEvery.Milliseconds()))) * time.Millisecond))
		}
	}
	return until
}
