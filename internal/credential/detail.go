package credential

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/awarddetail"
	"github.com/stackmatch/stackmatch/internal/badge"
	"github.com/stackmatch/stackmatch/internal/store"
	"github.com/stackmatch/stackmatch/internal/vault"
)

// Detail is what an award says of its earner's own work. It is for the earner
// and the award's issuer, and kept under the earner's key.
type Detail struct {
	Evidence []badge.Evidence
	Results  []badge.Result
	// Public are the places in Evidence that the earner lets everybody see.
	Public []int
}

func (d Detail) empty() bool { return len(d.Evidence) == 0 && len(d.Results) == 0 }

// keepDetail writes an award's detail over what there was.
func (s *Service) keepDetail(ctx context.Context, tx *db.Client, earner, award string, d Detail) error {
	if d.empty() {
		if _, err := tx.AwardDetail.Delete().Where(awarddetail.AwardID(award)).Exec(ctx); err != nil {
			return fmt.Errorf("drop an award's detail: %w", err)
		}
		return nil
	}
	keys, err := s.Vault.OfEarner(ctx, tx, earner)
	if err != nil {
		return err
	}
	plain, err := json.Marshal(keptOf(d))
	if err != nil {
		return fmt.Errorf("write an award's detail: %w", err)
	}
	row := &db.AwardDetail{AwardID: award, Content: keys.Seal(boundToDetail(award), plain)}
	if err := store.Upsert(ctx, tx, []*db.AwardDetail{row}, awarddetail.FieldAwardID); err != nil {
		return fmt.Errorf("keep an award's detail: %w", err)
	}
	return nil
}

// details opens the details of awards, by award. It asks nobody's permission:
// give it only awards whose detail the viewer may see. An award that has none,
// or whose earner's key is destroyed, is not in the answer.
func (s *Service) details(ctx context.Context, client *db.Client, awards []*db.Award) (map[string]*Detail, error) {
	earners := make(map[string]string, len(awards))
	ids := make([]string, 0, len(awards))
	for _, row := range awards {
		if row.EarnerID != nil {
			earners[row.ID] = *row.EarnerID
			ids = append(ids, row.ID)
		}
	}
	vaults, err := s.Vault.ExistingOf(ctx, client, slices.Collect(maps.Values(earners)))
	if err != nil {
		return nil, err
	}
	rows, err := client.AwardDetail.Query().Where(awarddetail.AwardIDIn(ids...)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load details of awards: %w", err)
	}
	out := make(map[string]*Detail, len(rows))
	for _, row := range rows {
		keys := vaults[earners[row.AwardID]]
		if keys == nil {
			continue
		}
		if out[row.AwardID], err = openDetail(keys, row); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func openDetail(keys *vault.Vault, row *db.AwardDetail) (*Detail, error) {
	plain, err := keys.Open(boundToDetail(row.AwardID), row.Content)
	if err != nil {
		return nil, err
	}
	var kept keptDetail
	if err := json.Unmarshal(plain, &kept); err != nil {
		return nil, fmt.Errorf("read an award's detail: %w", err)
	}
	return kept.detail(), nil
}

func boundToDetail(award string) string { return "detail of award " + award }

// keptDetail is how a detail is stored: the names of its members stay when those
// of package badge change, which these conversions notice.
type keptDetail struct {
	Evidence []keptEvidence `json:"evidence,omitempty"`
	Results  []keptResult   `json:"results,omitempty"`
	Public   []int          `json:"public,omitempty"`
}

type keptEvidence struct {
	ID          string `json:"id,omitempty"`
	Name        string `json:"name,omitempty"`
	Description string `json:"description,omitempty"`
	Narrative   string `json:"narrative,omitempty"`
	Genre       string `json:"genre,omitempty"`
	Audience    string `json:"audience,omitempty"`
}

type keptResult struct {
	Name          string          `json:"name,omitempty"`
	Value         string          `json:"value,omitempty"`
	Status        string          `json:"status,omitempty"`
	AchievedLevel string          `json:"achievedLevel,omitempty"`
	Level         int             `json:"level,omitempty"`
	Alignments    []keptAlignment `json:"alignments,omitempty"`
}

type keptAlignment struct {
	TargetType  string              `json:"targetType,omitempty"`
	Name        string              `json:"name,omitempty"`
	Description string              `json:"description,omitempty"`
	Framework   string              `json:"framework,omitempty"`
	Code        string              `json:"code,omitempty"`
	URL         string              `json:"url,omitempty"`
	Kind        badge.AlignmentKind `json:"kind,omitempty"`
}

func keptOf(d Detail) keptDetail {
	kept := keptDetail{Public: d.Public}
	for _, e := range d.Evidence {
		kept.Evidence = append(kept.Evidence, keptEvidence(e))
	}
	for _, r := range d.Results {
		k := keptResult{Name: r.Name, Value: r.Value, Status: r.Status, AchievedLevel: r.AchievedLevel, Level: r.Level}
		for _, a := range r.Alignments {
			k.Alignments = append(k.Alignments, keptAlignment(a))
		}
		kept.Results = append(kept.Results, k)
	}
	return kept
}

func (k keptDetail) detail() *Detail {
	d := &Detail{Public: k.Public}
	for _, e := range k.Evidence {
		d.Evidence = append(d.Evidence, badge.Evidence(e))
	}
	for _, kr := range k.Results {
		r := badge.Result{Name: kr.Name, Value: kr.Value, Status: kr.Status, AchievedLevel: kr.AchievedLevel, Level: kr.Level}
		for _, a := range kr.Alignments {
			r.Alignments = append(r.Alignments, badge.Alignment(a))
		}
		d.Results = append(d.Results, r)
	}
	return d
}
