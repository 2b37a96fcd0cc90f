package credential

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"github.com/stackmatch/stackmatch/ent/db"
	alignmentrow "github.com/stackmatch/stackmatch/ent/db/alignment"
	"github.com/stackmatch/stackmatch/ent/db/awardalignment"
	"github.com/stackmatch/stackmatch/ent/db/predicate"
	"github.com/stackmatch/stackmatch/ent/db/skill"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/badge"
	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/internal/matching"
	"github.com/stackmatch/stackmatch/internal/store"
)

// maxAlignments bounds what is kept of one badge's; its original has all.
const maxAlignments = 100

// groupType is the type of skills that only order others: nobody holds one.
const groupType = "group"

// aligned is an alignment of a badge with the level that its results show, 0 for
// none.
type aligned struct {
	badge.Alignment

	level int
}

// unfinished are the statuses of a result that prove nothing (OB 3.0 §B.4.8).
var unfinished = []string{"enrolled", "failed", "inprogress", "onhold", "withdrew"}

// alignmentsOf lists what a badge's achievement and results are aligned to, each
// once, with the level that is shown of it.
func alignmentsOf(c badge.Credential) []aligned {
	list, of, whole := shown(c)
	var out []aligned
	seen := map[string]bool{}
	for _, a := range list {
		kept := keptAlignmentOf(a)
		print := fingerprint(kept)
		if kept.Name == "" && kept.URL == "" || seen[print] || len(out) == maxAlignments {
			continue
		}
		seen[print] = true
		level, named := of[targetOf(a)]
		if !named {
			level = whole
		}
		out = append(out, aligned{kept, level})
	}
	return out
}

// shown gathers every alignment of a badge, the levels that results show by what
// they are about, and that of the achievement as a whole: a result that names
// alignments speaks of those, one that names none of all.
func shown(c badge.Credential) (list []badge.Alignment, of map[string]int, whole int) {
	of = map[string]int{}
	list = slices.Clone(c.Achievement.Alignments)
	for _, r := range c.Results {
		if slices.Contains(unfinished, strings.ToLower(r.Status)) {
			continue
		}
		level := min(max(r.Level, 0), int(matching.MaxLevel))
		about := alignmentsOfResult(r, c.Achievement)
		if len(about) == 0 {
			whole = max(whole, level)
		}
		for _, a := range about {
			of[targetOf(a)] = max(of[targetOf(a)], level)
		}
		list = append(list, about...)
	}
	return list, of, whole
}

// alignmentsOfResult are those of a result, of the level reached, and of what the
// achievement says that the result can be.
func alignmentsOfResult(r badge.Result, a badge.Achievement) []badge.Alignment {
	list := slices.Clone(r.Alignments)
	for _, d := range a.ResultDescriptions {
		reached := slices.IndexFunc(d.Levels, func(l badge.RubricLevel) bool { return l.ID != "" && l.ID == r.AchievedLevel })
		switch {
		case reached >= 0:
			list = append(append(list, d.Levels[reached].Alignments...), d.Alignments...)
		case r.AchievedLevel == "" && d.Name != "" && d.Name == r.Name:
			list = append(list, d.Alignments...)
		}
	}
	return list
}

// keptAlignmentOf is an alignment as it is kept in the open.
func keptAlignmentOf(a badge.Alignment) badge.Alignment {
	return badge.Alignment{
		TargetType: line(a.TargetType), Name: line(a.Name), Description: paragraph(a.Description), Framework: line(a.Framework),
		Code: line(a.Code), URL: identifier(a.URL), Kind: alignmentKind(a.Kind),
	}
}

func alignmentKind(k badge.AlignmentKind) badge.AlignmentKind {
	if !slices.Contains(enum.AlignedOther.Values(), string(k)) {
		return badge.AlignsOther
	}
	return k
}

// targetOf is what an alignment points at, in whatever words.
func targetOf(a badge.Alignment) string {
	if a.URL != "" {
		return "url " + a.URL
	}
	if a.Code != "" {
		return "code " + a.Framework + " " + a.Code
	}
	return "name " + a.Framework + " " + a.Name
}

// fingerprint is of everything that an alignment says.
func fingerprint(a badge.Alignment) string {
	h := sha256.New()
	for _, s := range []string{a.TargetType, a.Name, a.Description, a.Framework, a.Code, a.URL} {
		var size [8]byte
		binary.BigEndian.PutUint64(size[:], uint64(len(s)))
		h.Write(size[:])
		h.Write([]byte(s))
	}
	return hex.EncodeToString(h.Sum(nil))
}

// alignAward writes what an award's badge is aligned to, over what an earlier
// issue of it was, and the competencies that follow.
func (s *Service) alignAward(ctx context.Context, tx *db.Client, row *db.Award, c badge.Credential) error {
	list := alignmentsOf(c)
	rows, err := s.alignmentRows(ctx, tx, row.MicroCredentialID, list)
	if err != nil {
		return err
	}
	if _, err := tx.AwardAlignment.Delete().Where(awardalignment.AwardID(row.ID)).Exec(ctx); err != nil {
		return fmt.Errorf("drop alignments of an award: %w", err)
	}
	links := make([]*db.AwardAlignment, len(list))
	for i, a := range list {
		links[i] = &db.AwardAlignment{AwardID: row.ID, AlignmentID: rows[fingerprint(a.Alignment)].ID, Level: uint8(a.level)}
	}
	if err := store.Insert(ctx, tx, links); err != nil {
		return fmt.Errorf("write alignments of an award: %w", err)
	}
	return s.competencies(ctx, tx, []string{row.ID})
}

// alignmentRows finds or makes the records of alignments, by fingerprint.
func (s *Service) alignmentRows(ctx context.Context, tx *db.Client, of string, list []aligned) (map[string]*db.Alignment, error) {
	prints := make([]string, len(list))
	for i, a := range list {
		prints[i] = fingerprint(a.Alignment)
	}
	read := func() (map[string]*db.Alignment, error) {
		rows, err := tx.Alignment.Query().Where(alignmentrow.MicroCredentialID(of), alignmentrow.FingerprintIn(prints...)).All(ctx)
		if err != nil {
			return nil, fmt.Errorf("look up alignments: %w", err)
		}
		found := make(map[string]*db.Alignment, len(rows))
		for _, row := range rows {
			found[row.Fingerprint] = row
		}
		return found, nil
	}
	found, err := read()
	if err != nil || len(found) == len(list) {
		return found, err
	}
	var missing []*db.Alignment
	for i, a := range list {
		if found[prints[i]] != nil {
			continue
		}
		row := &db.Alignment{
			ID: s.IDs.Mint(id.Alignment), CreatedAt: s.Now(), MicroCredentialID: of, Kind: enum.AlignmentKind(a.Kind),
			TargetType: a.TargetType, Name: a.Name, Description: a.Description, Framework: a.Framework, Code: a.Code, URL: a.URL,
			Fingerprint: prints[i],
		}
		if row.SkillID, err = resolve(ctx, tx, a.Alignment); err != nil {
			return nil, err
		}
		if now := s.Now(); row.SkillID != nil {
			row.MappedAt = &now
		}
		missing = append(missing, row)
	}
	if err := store.InsertMissing(ctx, tx, missing); err != nil {
		return nil, fmt.Errorf("write alignments: %w", err)
	}
	return read()
}

// mappable kinds of alignment may mean a skill.
func mappable(kind enum.AlignmentKind) bool {
	return kind == enum.AlignedSkill || kind == enum.AlignedFrameworkItem
}

// resolve finds the skill that an alignment names: the one with its URL as URI,
// else the one of its framework with its code. Two are none: a person decides.
func resolve(ctx context.Context, tx *db.Client, a badge.Alignment) (*string, error) {
	if !mappable(enum.AlignmentKind(a.Kind)) {
		return nil, nil //nolint:nilnil // it means none
	}
	if a.URL != "" {
		found, err := theSkill(ctx, tx, skill.URI(a.URL))
		if found != nil || err != nil {
			return found, err
		}
	}
	if a.Framework == "" || a.Code == "" {
		return nil, nil //nolint:nilnil // it means none
	}
	frameworks, err := tx.Framework.Query().All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load frameworks: %w", err)
	}
	for _, f := range frameworks {
		if !strings.EqualFold(f.Code, a.Framework) && !strings.EqualFold(f.Name, a.Framework) && f.URL != a.Framework {
			continue
		}
		uris, err := urisOf(ctx, tx, f.ID, a.Code)
		if err != nil {
			return nil, err
		}
		found, err := theSkill(ctx, tx, skill.FrameworkID(f.ID), skill.URIIn(uris...))
		if found != nil || err != nil {
			return found, err
		}
	}
	return nil, nil //nolint:nilnil // it means none
}

// urisOf are the URIs that a code of a framework may stand for: the code itself, or
// the code in the place where the framework's other skills have theirs.
func urisOf(ctx context.Context, tx *db.Client, frameworkID, code string) ([]string, error) {
	sibling, err := tx.Skill.Query().Where(skill.FrameworkID(frameworkID), held()).Order(skill.ByID()).First(ctx)
	if db.IsNotFound(err) {
		return []string{code}, nil
	}
	if err != nil {
		return nil, fmt.Errorf("look up skill: %w", err)
	}
	return []string{code, sibling.URI[:strings.LastIndexAny(sibling.URI, "/#:")+1] + code}, nil
}

// held keeps the skills that somebody may hold.
func held() predicate.Skill { return skill.Or(skill.TypeIsNil(), skill.TypeNEQ(groupType)) }

// theSkill is the one skill that somebody may hold; nil for none and for several.
func theSkill(ctx context.Context, tx *db.Client, where ...predicate.Skill) (*string, error) {
	ids, err := tx.Skill.Query().Where(where...).Where(held()).Limit(2).IDs(ctx)
	if err != nil {
		return nil, fmt.Errorf("look up skill: %w", err)
	}
	if len(ids) != 1 {
		return nil, nil //nolint:nilnil // it means none
	}
	return &ids[0], nil
}
