package credential

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/delegation"
	"github.com/stackmatch/stackmatch/ent/db/offlinekey"
	"github.com/stackmatch/stackmatch/ent/db/organization"
	rosters "github.com/stackmatch/stackmatch/ent/db/roster"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/audit"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/roster"
)

// ImportRosterInput is a file of results, and in whose name it is imported.
type ImportRosterInput struct {
	File File
	// OnBehalfOf is an issuer that lets the viewer's organization award in its name.
	// The system gives the issuer itself.
	OnBehalfOf *string
}

// ImportRoster awards what a file says was earned elsewhere, with its true dates. Each
// row stands or fails by itself, in a transaction of its own: an import that breaks
// off goes on where it was when the file is sent again. The same file again changes
// nothing, nor does the same row in another file. A signed file is refused as a whole
// unless one of the organization's keys signed it as it is.
//
// Where the time does not suffice, the report has the rows that were done, and the
// problem says that there are more.
func (s *Service) ImportRoster(ctx context.Context, in ImportRosterInput) (*RosterReport, error) {
	if err := auth.Require(ctx, auth.ImportRoster); err != nil {
		return nil, err
	}
	by := awarderOf(ctx, in.OnBehalfOf)
	read, unread := s.readRoster(ctx, by, in.File.Content)
	if err := problem.Join(s.checkAwarder(ctx, by), problem.Under(unread, "file")); err != nil {
		return nil, err
	}
	kept, err := s.keepRoster(ctx, by, in.File.Content, read)
	if err != nil {
		return nil, err
	}
	return s.importRows(ctx, by, kept, read.rows)
}

// readRosterFile is what a file says, and what is kept of it besides.
type readRosterFile struct {
	rows      []roster.Row
	key       *string // of the offline key
	mediaType string
	sha256    string
}

// readRoster reads a file, and believes a signed one if it may.
func (s *Service) readRoster(ctx context.Context, by awarder, content []byte) (readRosterFile, error) {
	sum := sha256.Sum256(content)
	read := readRosterFile{mediaType: roster.MediaTypeCSV, sha256: hex.EncodeToString(sum[:])}
	csv := content
	if roster.IsSigned(content) {
		signed, err := roster.Open(content)
		if err != nil {
			return read, err
		}
		key, err := s.offlineKey(ctx, by, signed)
		if err != nil {
			return read, err
		}
		csv, read.mediaType, read.key = signed.CSV, roster.MediaTypeSigned, &key.ID
	}
	var err error
	read.rows, err = roster.Read(csv)
	return read, err
}

// offlineKey is the key that signed a roster: one that is in use, of the organization
// that acts or of the issuer.
func (s *Service) offlineKey(ctx context.Context, by awarder, signed roster.Signed) (*db.OfflineKey, error) {
	key, err := s.DB.OfflineKey.Query().
		Where(offlinekey.Public(signed.Key), offlinekey.OrganizationIDIn(by.organization, by.issuer)).
		Order(offlinekey.ByRetiredAt(), offlinekey.ByID()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("look up offline key: %w", err)
	}
	for _, k := range key {
		if k.RetiredAt == nil {
			return k, signed.Verify(k.Public)
		}
	}
	if len(key) > 0 {
		return nil, problem.New(problem.Invalid, "the key that signed this file is retired").
			Spanish("la clave que firmó este archivo está retirada")
	}
	return nil, problem.New(problem.Invalid, "no key of your organization's signed this file").
		Spanish("ninguna clave de su organización firmó este archivo")
}

// checkAwarder wants an issuer that is here, and that lets the organization that acts
// award something in its name.
func (s *Service) checkAwarder(ctx context.Context, by awarder) error {
	var is bool
	var err error
	if by.delegate() == nil {
		is, err = s.DB.Organization.Query().Where(organization.ID(by.issuer)).Exist(ctx)
	} else {
		is, err = s.DB.Delegation.Query().Where(
			delegation.IssuerID(by.issuer), delegation.DelegateID(by.organization), delegation.KindEQ(enum.DelegateAward), live(s.Now()),
		).Exist(ctx)
	}
	if err != nil {
		return fmt.Errorf("look up issuer: %w", err)
	}
	if !is {
		return problem.New(problem.NotFound, "there is no issuer %q in whose name you may award", by.issuer).
			Spanish("no hay ningún emisor %q en cuyo nombre usted pueda otorgar", by.issuer).At("onBehalfOf")
	}
	return nil
}

// keepRoster keeps a file, sealed, or finds it: of two that import the same at the
// same time one keeps it.
func (s *Service) keepRoster(ctx context.Context, by awarder, content []byte, read readRosterFile) (kept *db.Roster, err error) {
	err = s.retrying(ctx, func(ctx context.Context, tx *db.Client) error {
		kept, err = tx.Roster.Query().Where(rosters.OrganizationID(by.issuer), rosters.Sha256(read.sha256)).Only(ctx)
		if !db.IsNotFound(err) {
			return err
		}
		key := s.IDs.Mint(id.Roster)
		create := tx.Roster.Create().SetID(key).SetCreatedAt(s.Now()).SetOrganizationID(by.issuer).SetSha256(read.sha256).
			SetContent(s.Vault.Seal("roster "+key, content)).SetMediaType(read.mediaType).SetNillableOfflineKeyID(read.key)
		if account := auth.From(ctx).Account; account != "" {
			create.SetImportedByID(account)
		}
		if kept, err = create.Save(ctx); err != nil {
			return err
		}
		return audit.Write(ctx, tx, s.Now(), "roster.import", enum.SubjectRoster, key)
	})
	if err != nil {
		return nil, fmt.Errorf("keep roster: %w", err)
	}
	return kept, nil
}

// spare is how long before the end of a request an import stops, so that what was
// done is told: the codes of awards that wait are told once.
const spare = 2 * time.Second

// inTime is a context that ends a little earlier.
func inTime(ctx context.Context) (context.Context, context.CancelFunc) {
	end, has := ctx.Deadline()
	if !has {
		return context.WithCancel(ctx)
	}
	return context.WithDeadline(ctx, end.Add(-spare))
}

// importRows takes the rows that no import has taken yet.
func (s *Service) importRows(ctx context.Context, by awarder, kept *db.Roster, rows []roster.Row) (*RosterReport, error) {
	report := &RosterReport{Roster: kept}
	taken, err := s.rowsOf(ctx, kept.ID)
	if err != nil {
		return nil, err
	}
	done := make(map[int]*db.RosterRow, len(taken))
	for _, row := range taken {
		done[row.Line] = row
	}
	finding, err := s.finder(ctx, by)
	if err != nil {
		return nil, err
	}
	early, cancel := inTime(ctx)
	defer cancel()
	for _, row := range rows {
		if before := done[row.Line]; before != nil {
			report.add(before, false)
			continue
		}
		if early.Err() != nil {
			return report, problem.New(problem.Unavailable, "the time did not suffice for all rows: send the same file again, and it goes on").
				Spanish("no hubo tiempo para todas las filas: envíe el mismo archivo otra vez, y continuará").At("file")
		}
		made, err := s.importRow(ctx, kept, finding, row)
		if err != nil {
			return report, fmt.Errorf("import line %d: %w", row.Line, err)
		}
		report.add(made.row, made.now)
		if made.code != nil {
			report.Codes = append(report.Codes, *made.code)
		}
	}
	return report, nil
}
