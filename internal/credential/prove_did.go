package credential

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/address"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/audit"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/badge/jose"
	"github.com/stackmatch/stackmatch/internal/badge/keys"
	"github.com/stackmatch/stackmatch/internal/badge/strictjson"
	"github.com/stackmatch/stackmatch/internal/fetch"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/store"
)

// proveWithin is how long a challenge may be answered.
const proveWithin = 10 * time.Minute

// ProveDIDInput answers the challenge of BeginDID.
type ProveDIDInput struct {
	DID string
	// Token is a compact JWS whose header names a key of the DID as kid, and
	// whose payload is JSON with the challenge as nonce and this service's public
	// URL as aud.
	Token string
}

// BeginDID gives a challenge for who wants a DID among the addresses of their
// account: badges may name it as their recipient.
func (s *Service) BeginDID(ctx context.Context, did string) (challenge string, err error) {
	if err := auth.Require(ctx, auth.ImportBadge); err != nil {
		return "", err
	}
	if err := checkDID(did); err != nil {
		return "", err
	}
	return s.Cursors.Seal(challengeScope(ctx, did), []byte(s.Now().UTC().Format(time.RFC3339Nano))), nil
}

// challengeScope binds a challenge to who asked for it, and for what.
func challengeScope(ctx context.Context, did string) string {
	return auth.From(ctx).Key() + " proves to control " + did
}

// checkDID accepts the methods whose keys can be found.
func checkDID(did string) error {
	var err error
	switch {
	case identifier(did) == "" || strings.ContainsAny(did, "#?/"):
		err = keys.ErrMalformed
	case strings.HasPrefix(did, "did:key:"):
		_, err = keys.DIDKey(did)
	case strings.HasPrefix(did, "did:web:"):
		_, err = keys.DIDWebURL(did)
	default:
		err = keys.ErrUnsupported
	}
	if err != nil {
		return problem.New(problem.Invalid, "this is no did:key or did:web that can be looked up").
			Spanish("esto no es un did:key ni un did:web que se pueda consultar").At("did")
	}
	return nil
}

// ProveDID adds a DID to the addresses of the viewer's account, once a key of the
// DID has signed the challenge. Doing so again is no problem.
func (s *Service) ProveDID(ctx context.Context, in ProveDIDInput) (proven *db.Address, err error) {
	if err := auth.Require(ctx, auth.ImportBadge); err != nil {
		return nil, err
	}
	holder, err := s.actingEarner(ctx)
	if err != nil {
		return nil, err
	}
	if err := checkDID(in.DID); err != nil {
		return nil, err
	}
	if holder.AccountID == nil {
		return nil, problem.New(problem.Invalid, "this record has no account to add it to").
			Spanish("este expediente no tiene ninguna cuenta a la que añadirlo").At("did")
	}
	if err := s.checkProofOf(ctx, in); err != nil {
		return nil, err
	}
	err = s.retrying(ctx, func(ctx context.Context, tx *db.Client) error {
		proven, err = s.addDID(ctx, tx, *holder.AccountID, in.DID)
		return err
	})
	return proven, err
}

func (s *Service) checkProofOf(ctx context.Context, in ProveDIDInput) error {
	token, err := jose.Parse(strings.TrimSpace(in.Token))
	if err != nil {
		return unprovenDID()
	}
	if err := s.checkChallenge(ctx, in.DID, token.Payload); err != nil {
		return err
	}
	slow, cancel := context.WithTimeout(ctx, verifyWithin)
	defer cancel()
	key, err := s.keyOf(slow, in.DID, token.KeyID)
	if err != nil {
		return err
	}
	if token.Verify(key) != nil {
		return unprovenDID()
	}
	return nil
}

func unprovenDID() error {
	return problem.New(problem.Invalid, "this does not prove that you control the DID").
		Spanish("esto no demuestra que usted controle el DID").At("token")
}

// checkChallenge wants our challenge, for us, still fresh.
func (s *Service) checkChallenge(ctx context.Context, did string, payload []byte) error {
	claims, err := strictjson.Object(payload)
	if err != nil {
		return unprovenDID()
	}
	nonce, _ := claims["nonce"].(string)
	sealed, err := s.Cursors.Open(challengeScope(ctx, did), nonce)
	if err != nil || claims["aud"] != s.Base.String() {
		return unprovenDID()
	}
	made, err := time.Parse(time.RFC3339Nano, string(sealed))
	if err != nil || s.Now().After(made.Add(proveWithin)) {
		return problem.New(problem.Invalid, "the challenge is too old; ask for another").
			Spanish("el desafío es demasiado antiguo; pida otro").At("token")
	}
	return nil
}

// keyOf is the key of a DID by the id that a token names.
func (s *Service) keyOf(ctx context.Context, did, kid string) (keys.Public, error) {
	if strings.HasPrefix(did, "did:key:") {
		document, err := keys.DIDKey(did)
		if err != nil {
			return keys.Public{}, unprovenDID()
		}
		if kid == "" {
			kid = did
		}
		return s.assertionKey(document, kid)
	}
	url, err := keys.DIDWebURL(did)
	if err != nil {
		return keys.Public{}, unprovenDID()
	}
	found := s.document(ctx, url, fetch.Want{})
	if found.Status != 200 || found.Err != "" || found.Blocked != "" {
		return keys.Public{}, problem.New(problem.Unavailable, "the document of this DID could not be fetched; try again later").
			Spanish("no se pudo obtener el documento de este DID; inténtelo más tarde").At("did")
	}
	content, err := strictjson.Object(bytes.TrimSpace(found.Body))
	if err != nil {
		return keys.Public{}, unprovenDID()
	}
	document, err := keys.ParseDocument(content, did)
	if err != nil {
		return keys.Public{}, unprovenDID()
	}
	// Who the DID is shows itself with an authentication key (DID Core §5.3.1);
	// the same checks hold for it as for one that signs credentials.
	if named := relationship(content, "authentication", did); len(named) > 0 {
		document.Assertion = named
	}
	return s.assertionKey(document, kid)
}

func (s *Service) assertionKey(document keys.Document, kid string) (keys.Public, error) {
	method, err := document.MethodID(kid)
	if err != nil && !errors.Is(err, keys.ErrNotInDocument) {
		return keys.Public{}, unprovenDID()
	}
	if err != nil {
		method = kid
	}
	key, err := document.AssertionKey(method, s.Now())
	if err != nil {
		return keys.Public{}, unprovenDID()
	}
	return key, nil
}

// relationship lists the ids of the keys that a document names for a purpose.
func relationship(content map[string]any, name, did string) []string {
	list, many := content[name].([]any)
	if !many {
		list = []any{content[name]}
	}
	var ids []string
	for _, entry := range list {
		if embedded, is := entry.(map[string]any); is {
			entry = embedded["id"]
		}
		id, is := entry.(string)
		if !is {
			continue
		}
		if strings.HasPrefix(id, "#") {
			id = did + id
		}
		ids = append(ids, id)
	}
	return slices.Compact(ids)
}

func (s *Service) addDID(ctx context.Context, tx *db.Client, account, did string) (*db.Address, error) {
	now := s.Now()
	there, err := tx.Address.Query().Where(address.KindEQ(enum.AddressDID), address.Value(did)).Only(ctx)
	if err != nil && !db.IsNotFound(err) {
		return nil, fmt.Errorf("look up address: %w", err)
	}
	switch {
	case err != nil:
		row := &db.Address{AccountID: account, Kind: enum.AddressDID, Value: did, VerifiedAt: &now}
		if err := store.Insert(ctx, tx, []*db.Address{row}); err != nil {
			return nil, fmt.Errorf("write address: %w", err)
		}
	case there.AccountID != account:
		// The viewer has just shown that the DID is theirs.
		return nil, problem.New(problem.Conflict, "this DID belongs to another account of yours").
			Spanish("este DID pertenece a otra cuenta suya").At("did")
	case there.VerifiedAt != nil:
		return there, nil
	default:
		if err := tx.Address.UpdateOne(there).SetVerifiedAt(now).Exec(ctx); err != nil {
			return nil, fmt.Errorf("write address: %w", err)
		}
	}
	proven, err := tx.Address.Query().Where(address.KindEQ(enum.AddressDID), address.Value(did)).Only(ctx)
	if err != nil {
		return nil, fmt.Errorf("load address: %w", err)
	}
	return proven, audit.Write(ctx, tx, now, "account.did", enum.SubjectAccount, account)
}
