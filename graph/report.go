package graph

import (
	"cmp"
	"context"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/graph/model"
	"github.com/stackmatch/stackmatch/graph/scalar"
	"github.com/stackmatch/stackmatch/internal/badge"
	"github.com/stackmatch/stackmatch/internal/credential"
)

// report is a verification in the request's language; null for none.
func report(ctx context.Context, r *badge.Report) *model.VerificationReport {
	if r == nil {
		return nil
	}
	out := &model.VerificationReport{
		Verdict: r.Verdict, Format: r.Format, Container: r.Container,
		Checks: make([]*model.Check, len(r.Checks)), Parts: make([]*model.ReportPart, len(r.Parts)),
		Registries: make([]*model.RegistryAnswer, len(r.Registries)),
	}
	for i, c := range r.Checks {
		out.Checks[i] = check(c, RequestOf(ctx).Language)
	}
	for i, p := range r.Parts {
		out.Parts[i] = &model.ReportPart{Path: p.Path, Kind: p.Kind, Report: report(ctx, &p.Report)}
		if p.Kind == badge.PartEndorsement {
			out.Parts[i].About = &p.About
		}
	}
	for i, a := range r.Registries {
		out.Registries[i] = &model.RegistryAnswer{Name: a.Name, Answered: a.Answered, Lists: a.Lists}
	}
	return out
}

func check(c badge.Check, language string) *model.Check {
	out := &model.Check{Name: c.Name, Outcome: c.Outcome, Reason: orNull(string(c.Reason)), Detail: c.Detail}
	if language == "es" {
		out.Detail = cmp.Or(c.DetailES, c.Detail)
	}
	return out
}

// content is what a badge says; null where nothing shows who says it.
func content(c *badge.Credential) *model.BadgeContent {
	if c == nil {
		return nil
	}
	return &model.BadgeContent{
		ID: orNull(c.ID), Name: orNull(cmp.Or(c.Achievement.Name, c.Name)), Description: orNull(cmp.Or(c.Achievement.Description, c.Description)),
		Criteria: orNull(c.Achievement.Criteria), CriteriaURL: orNull(c.Achievement.CriteriaURL),
		IssuerID: c.Issuer.ID, IssuerName: orNull(c.Issuer.Name), ValidFrom: c.ValidFrom, ValidUntil: c.ValidUntil,
		Alignments: mapped(c.Achievement.Alignments, alignmentTarget), Results: mapped(c.Results, awardResult), EvidenceCount: len(c.Evidence),
	}
}

func alignmentTarget(a badge.Alignment) *model.AlignmentTarget {
	return &model.AlignmentTarget{
		Kind: a.Kind, Name: a.Name, Framework: orNull(a.Framework), Code: orNull(a.Code), URL: orNull(a.URL),
	}
}

// keptTarget is what an alignment that was kept points to.
func keptTarget(row *db.Alignment) *model.AlignmentTarget {
	return alignmentTarget(badge.Alignment{
		Kind: badge.AlignmentKind(row.Kind), Name: row.Name, Framework: row.Framework, Code: row.Code, URL: row.URL,
	})
}

func awardResult(r badge.Result) *model.AwardResult {
	return &model.AwardResult{Name: orNull(r.Name), Value: orNull(cmp.Or(r.Value, r.AchievedLevel, r.Status)), Level: orNull(r.Level)}
}

// evidence is what an award rests on; none where the viewer may not see it.
func evidence(d *credential.Detail) []*model.Evidence {
	if d == nil {
		return nil
	}
	out := mapped(d.Evidence, func(e badge.Evidence) *model.Evidence {
		return &model.Evidence{
			Name: orNull(e.Name), Description: orNull(e.Description), Narrative: orNull(e.Narrative), URL: webURL(e.ID),
			Genre: orNull(e.Genre), Audience: orNull(e.Audience),
		}
	})
	for _, i := range d.Public {
		if i >= 0 && i < len(out) {
			out[i].Public = true
		}
	}
	return out
}

func results(d *credential.Detail) []*model.AwardResult {
	if d == nil {
		return nil
	}
	return mapped(d.Results, awardResult)
}

// webURL is an id that is a web address; null for any other.
func webURL(id string) *string {
	if _, err := scalar.UnmarshalURL(id); err != nil {
		return nil
	}
	return &id
}
