package credential

import (
	"context"
	"crypto/sha256"
	"fmt"
	"strconv"
	"strings"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/issuerkey"
	"github.com/stackmatch/stackmatch/ent/db/predicate"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/badge/issue"
	"github.com/stackmatch/stackmatch/internal/badge/keys"
	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/store"
)

// ourselves stands, where an issuer's organization is asked for, for the service
// itself, which signs learner records.
const ourselves = ""

// algorithms are those of keys, as badge names them.
var algorithms = map[enum.KeyAlgorithm]keys.Algorithm{
	enum.KeyEd25519: keys.Ed25519, enum.KeyP256: keys.P256,
}

// IssuerKeys lists the keys of the viewer's organization, or those of the service
// itself ("") for its administrators, oldest first.
func (s *Service) IssuerKeys(ctx context.Context, organization string) ([]*db.IssuerKey, error) {
	if err := mayManageKeys(ctx, organization); err != nil {
		return nil, err
	}
	return s.keysOf(ctx, organization)
}

// mayManageKeys asks for the permission, for one's own organization's keys. A key's
// record has no secret that opens without the vault.
func mayManageKeys(ctx context.Context, organization string) error {
	if organization == ourselves {
		return auth.Require(ctx, auth.AdministerService)
	}
	if err := auth.Require(ctx, auth.ManageKeys); err != nil {
		return err
	}
	if viewer := auth.From(ctx); !viewer.System && viewer.Organization() != organization && !auth.Can(ctx, auth.AdministerService) {
		return problem.New(problem.NotFound, "there is no organization %q with keys for you to see", organization).
			Spanish("no hay ninguna organización %q cuyas claves pueda ver", organization).At("organization")
	}
	return nil
}

// keysOf lists an issuer's keys, oldest first.
func (s *Service) keysOf(ctx context.Context, organization string) ([]*db.IssuerKey, error) {
	rows, err := s.DB.IssuerKey.Query().Where(ofIssuer(organization)).
		Order(issuerkey.ByCreatedAt(), issuerkey.ByFragment()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load keys: %w", err)
	}
	return rows, nil
}

func ofIssuer(organization string) predicate.IssuerKey {
	if organization == ourselves {
		return issuerkey.OrganizationIDIsNil()
	}
	return issuerkey.OrganizationID(organization)
}

// signer is a key that signs for an issuer.
type signer struct {
	row     *db.IssuerKey
	private keys.Private
	// issuer is its DID, method the key's id in its document.
	issuer, method string
}

// signerFor gives the key that an issuer signs with now. It is made when it is
// first needed.
func (s *Service) signerFor(ctx context.Context, organization string, algorithm enum.KeyAlgorithm) (*signer, error) {
	row, _, err := currentKey(ctx, s.DB, organization, algorithm)
	if row == nil && err == nil {
		err = store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
			row, err = s.firstKey(ctx, tx, organization, algorithm)
			return err
		})
	}
	if err != nil {
		return nil, err
	}
	return s.openKey(row)
}

func (s *Service) firstKey(ctx context.Context, tx *db.Client, organization string, algorithm enum.KeyAlgorithm) (*db.IssuerKey, error) {
	row, next, err := currentKey(ctx, tx, organization, algorithm)
	if row != nil || err != nil {
		return row, err // another transaction was faster
	}
	return s.makeKey(ctx, tx, organization, algorithm, next)
}

// currentKey is the key that an issuer signs with, nil where there is none yet, and
// the number of the next. Both are read in one statement: of transactions that see
// the same key none makes another key than the others do.
func currentKey(ctx context.Context, client *db.Client, organization string, algorithm enum.KeyAlgorithm) (current *db.IssuerKey, next int, err error) {
	rows, err := client.IssuerKey.Query().Where(ofIssuer(organization), issuerkey.AlgorithmEQ(algorithm)).
		Order(issuerkey.ByCreatedAt(), issuerkey.ByFragment()).All(ctx)
	if err != nil {
		return nil, 0, fmt.Errorf("load keys: %w", err)
	}
	for _, row := range rows {
		if row.RetiredAt == nil && row.CompromisedAt == nil {
			current = row
		}
	}
	return current, len(rows) + 1, nil
}

// makeKey makes an issuer's key of a number. The key's id follows from whose it is
// and its number, so that of two that are made at the same time one is kept: where
// another transaction was faster, its key is given.
func (s *Service) makeKey(
	ctx context.Context, tx *db.Client, organization string, algorithm enum.KeyAlgorithm, number int,
) (*db.IssuerKey, error) {
	fragment := strings.ToLower(string(algorithm)) + "-" + strconv.Itoa(number)
	sum := sha256.Sum256([]byte("key of " + organization + "#" + fragment))
	row := &db.IssuerKey{
		ID: id.Encode(id.IssuerKey, [16]byte(sum[:16])), CreatedAt: s.Now(), Algorithm: algorithm, Fragment: fragment,
	}
	if organization != ourselves {
		row.OrganizationID = &organization
	}
	if err := s.fill(row); err != nil {
		return nil, fmt.Errorf("make key: %w", err)
	}
	if err := store.InsertMissing(ctx, tx, []*db.IssuerKey{row}); err != nil {
		return nil, fmt.Errorf("keep key: %w", err)
	}
	kept, err := tx.IssuerKey.Get(ctx, row.ID)
	if err != nil {
		return nil, fmt.Errorf("load key: %w", err)
	}
	return kept, nil
}

// fill draws a key's two halves. The private one is sealed before it is anywhere.
func (s *Service) fill(row *db.IssuerKey) error {
	private, err := keys.Generate(algorithms[row.Algorithm], s.Random)
	if err != nil {
		return err
	}
	der, err := private.Marshal()
	if err != nil {
		return err
	}
	row.Public, row.Private = private.PublicKey().Multibase(), s.Vault.Seal(boundToKey(row.ID), der)
	return nil
}

// openKey opens a key for signing.
func (s *Service) openKey(row *db.IssuerKey) (*signer, error) {
	der, err := s.Vault.Open(boundToKey(row.ID), row.Private)
	if err != nil {
		return nil, err
	}
	private, err := keys.Unmarshal(der)
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", row.ID, err)
	}
	organization := ourselves
	if row.OrganizationID != nil {
		organization = *row.OrganizationID
	}
	did, err := s.didOf(organization)
	if err != nil {
		return nil, err
	}
	method, err := methodOf(row)
	if err != nil {
		return nil, err
	}
	return &signer{row: row, private: private, issuer: did, method: issue.MethodID(did, method)}, nil
}

// methodOf is a key as its issuer's document has it.
func methodOf(row *db.IssuerKey) (issue.MethodKey, error) {
	public, err := keys.ParseMultikey(row.Public)
	if err != nil {
		return issue.MethodKey{}, fmt.Errorf("read %s: %w", row.ID, err)
	}
	return issue.MethodKey{Fragment: row.Fragment, Public: public}, nil
}

func boundToKey(id string) string { return "key " + id }
