package store_test

import (
	"context"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/migrate"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/store"
	"github.com/stackmatch/stackmatch/internal/testkit"
)

func TestMigrationsAmountToTheSchema(t *testing.T) {
	t.Parallel()
	s := testkit.Store(t)
	missing, err := s.Difference(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if missing != "" {
		t.Errorf("the schema is ahead of the migrations; write one with\n  scripts/postgres.sh go run ./internal/store/newmigration NAME\nmissing:\n%s", missing)
	}
}

func TestMigratingTwiceChangesNothing(t *testing.T) {
	t.Parallel()
	s := testkit.Store(t)
	before := s.Client.FeedState.GetX(t.Context(), 1)
	if err := s.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	after := s.Client.FeedState.GetX(t.Context(), 1)
	if before.Epoch == "" || before.Epoch != after.Epoch {
		t.Errorf("the feed's epoch went from %q to %q", before.Epoch, after.Epoch)
	}
}

func TestMigrationsHaveNoWayDown(t *testing.T) {
	t.Parallel()
	for _, d := range []store.Dialect{store.SQLite, store.Postgres} {
		steps, err := store.StepsFor(d)
		if err != nil {
			t.Fatal(err)
		}
		for name, content := range contents(t, steps) {
			if strings.Contains(content, "+goose Down") || !strings.HasPrefix(content, "-- +goose Up\n") {
				t.Errorf("%s: %s is not forward-only", d, name)
			}
		}
	}
}

func TestBothDialectsHaveTheSameSteps(t *testing.T) {
	t.Parallel()
	names := map[store.Dialect][]string{}
	for _, d := range []store.Dialect{store.SQLite, store.Postgres} {
		steps, err := store.StepsFor(d)
		if err != nil {
			t.Fatal(err)
		}
		names[d], err = fs.Glob(steps, "*.sql")
		if err != nil || len(names[d]) == 0 {
			t.Fatal(err, "no steps")
		}
	}
	if diff := cmp.Diff(names[store.SQLite], names[store.Postgres]); diff != "" {
		t.Errorf("steps (-SQLite +PostgreSQL):\n%s", diff)
	}
}

// rebuild is how SQLite changes a column: what a migration made by comparison
// has in it.
const rebuild = `-- +goose Up
PRAGMA foreign_keys = off;
CREATE TABLE new_parents (id text NOT NULL PRIMARY KEY, name text NOT NULL DEFAULT '');
INSERT INTO new_parents (id) SELECT id FROM parents;
DROP TABLE parents;
ALTER TABLE new_parents RENAME TO parents;
PRAGMA foreign_keys = on;
`

const parentsAndChildren = `-- +goose Up
CREATE TABLE parents (id text NOT NULL PRIMARY KEY);
CREATE TABLE children (id integer PRIMARY KEY, parent text NOT NULL REFERENCES parents (id) ON DELETE CASCADE);
INSERT INTO parents (id) VALUES ('p');
INSERT INTO children (parent) VALUES ('p'), ('p');
`

func TestRebuildingATableKeepsItsChildren(t *testing.T) {
	t.Parallel()
	s := emptySQLite(t)
	steps := fstest.MapFS{
		"00001_tables.sql":  {Data: []byte(parentsAndChildren)},
		"00002_rebuild.sql": {Data: []byte(rebuild)},
	}
	if err := store.MigrateWith(t.Context(), s, steps); err != nil {
		t.Fatal(err)
	}
	rows, err := s.Client.QueryContext(t.Context(), "SELECT count(*) FROM children")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var n int
	if !rows.Next() || rows.Scan(&n) != nil || n != 2 {
		t.Errorf("got %d children after the rebuild, want 2", n)
	}
}

func TestAMigrationThatOrphansRowsIsReported(t *testing.T) {
	t.Parallel()
	s := emptySQLite(t)
	steps := fstest.MapFS{
		"00001_tables.sql": {Data: []byte(parentsAndChildren)},
		"00002_orphan.sql": {Data: []byte("-- +goose Up\nDELETE FROM parents;\n")},
	}
	err := store.MigrateWith(t.Context(), s, steps)
	if err == nil || !strings.Contains(err.Error(), "children") {
		t.Errorf("got %v, want an error that names the table", err)
	}
}

func TestADatabaseOfANewerReleaseIsRefused(t *testing.T) {
	t.Parallel()
	s := emptySQLite(t)
	newer := fstest.MapFS{
		"00001_a.sql": {Data: []byte("-- +goose Up\nCREATE TABLE a (id text);\n")},
		"99999_b.sql": {Data: []byte("-- +goose Up\nCREATE TABLE b (id text);\n")},
	}
	if err := store.MigrateWith(t.Context(), s, newer); err != nil {
		t.Fatal(err)
	}
	if err := s.Migrate(t.Context()); err == nil || !strings.Contains(err.Error(), "newer") {
		t.Errorf("got %v, want a refusal", err)
	}
}

func TestForeignKeysHold(t *testing.T) {
	t.Parallel()
	s := testkit.Store(t)
	err := store.InTx(t.Context(), s.Client, func(ctx context.Context, tx *db.Client) error {
		return tx.Membership.Create().SetID("mem_1").SetCreatedAt(s.Now()).
			SetAccountID("acc_missing").SetOrganizationID("org_missing").SetRole(enum.RoleCoach).Exec(ctx)
	})
	if err == nil {
		t.Error("a membership of nobody was accepted")
	}
}

func TestEveryRecordSaysWhatItsChangeIsAChangeOf(t *testing.T) {
	t.Parallel()
	joins := map[string]bool{"micro_credential_issuers": true, "requirement_credentials": true}
	records := 0
	for _, table := range migrate.Tables {
		if !joins[table.Name] {
			records++
		}
	}
	known := 0
	for _, record := range recordNames() {
		if !store.SourceKnown(record) {
			t.Errorf("%s: unknown to the hook", record)
		}
		known++
	}
	if known != records {
		t.Errorf("the test knows %d records, the schema %d", known, records)
	}
}

func emptySQLite(t *testing.T) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), store.Config{URL: filepath.Join(t.TempDir(), "empty.db"), Careless: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func contents(t *testing.T, steps fs.FS) map[string]string {
	t.Helper()
	names, err := fs.Glob(steps, "*.sql")
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, name := range names {
		content, err := fs.ReadFile(steps, name)
		if err != nil {
			t.Fatal(err)
		}
		out[name] = string(content)
	}
	return out
}

// recordNames lists the clients of a db.Client: one per record.
func recordNames() []string {
	return []string{
		db.TypeAccount, db.TypeAddress, db.TypeAffiliation, db.TypeAlignment, db.TypeAssessment, db.TypeAssessmentSettings,
		db.TypeAuditEntry, db.TypeAward, db.TypeAwardAlignment, db.TypeAwardCheck, db.TypeAwardDetail, db.TypeAwardPair,
		db.TypeBlock, db.TypeChange, db.TypeCohort, db.TypeCohortCredential, db.TypeCohortMember, db.TypeConflict,
		db.TypeContactRequest, db.TypeContactStep, db.TypeCriterionScore, db.TypeDataJob, db.TypeDelegation, db.TypeDraft,
		db.TypeEarner, db.TypeEarnerCondition, db.TypeEarnerKey, db.TypeEmployment, db.TypeEndorsement, db.TypeEnrollment,
		db.TypeEvidence, db.TypeFeedReader, db.TypeFeedState, db.TypeFramework, db.TypeGrant, db.TypeHiringEvent,
		db.TypeHiringEventEarner, db.TypeHiringEventEmployer, db.TypeHoliday, db.TypeIdempotency, db.TypeIdentity,
		db.TypeImportOriginal, db.TypeInterest, db.TypeInvitation, db.TypeIssuedBadge, db.TypeIssuerIdentity,
		db.TypeIssuerKey, db.TypeLink, db.TypeMembership, db.TypeMessage, db.TypeMicroCredential,
		db.TypeMicroCredentialVersion, db.TypeNotification, db.TypeNotificationSetting, db.TypeOffering, db.TypeOfflineKey,
		db.TypeOrganization, db.TypePathway, db.TypePathwayStep, db.TypePicture, db.TypePlace, db.TypePosting,
		db.TypePostingCondition, db.TypeProtectedAttributes, db.TypeProtectedEnrollment, db.TypeProtectedOutcome,
		db.TypeProtectedOutcomeAward, db.TypeRecognition, db.TypeReport, db.TypeRequirement, db.TypeRoster, db.TypeRosterRow,
		db.TypeSavedComment, db.TypeSavedPosting, db.TypeSavedSearch, db.TypeSavedSearchMatch, db.TypeShortlistEntry,
		db.TypeShortlistMove, db.TypeShortlistNote, db.TypeSkill, db.TypeSkillLabel, db.TypeSkillRelation,
		db.TypeSkillsSheet, db.TypeSpoolPosition, db.TypeStack, db.TypeStackCompletion, db.TypeStackPart,
		db.TypeStackVersion, db.TypeStatusEntry, db.TypeStatusList, db.TypeSubmission, db.TypeSubmissionAttempt,
		db.TypeUnclaimedAward, db.TypeVersionAlignment, db.TypeVersionCompetency, db.TypeVersionPrerequisite,
		db.TypeViewLogLine, db.TypeWebhook, db.TypeWebhookDelivery,
		db.TypeCaseGroup, db.TypeCaseGroupMember, db.TypeCaseNote, db.TypeCaseStep, db.TypeCaseTask, db.TypeCoachingCase,
		db.TypeCrosswalk, db.TypeOccupation, db.TypeOccupationSkill, db.TypeOccupationTask, db.TypeOccupationTitle,
		db.TypeReadinessNote, db.TypeSavedPlan, db.TypeSavedPlanStep,
		db.TypeProposalAnswer, db.TypeProposalLearning,
	}
}
