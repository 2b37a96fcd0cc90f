package server

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	lru "github.com/hashicorp/golang-lru/v2"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/stackmatch/stackmatch/graph"
)

const (
	// Persisted documents that clients sent, and how long one may be.
	persistedDocuments = 1000
	persistedText      = 32 << 10
	// codeNotPersisted is the one that clients of automatic persisted queries
	// wait for.
	codeNotPersisted = "PERSISTED_QUERY_NOT_FOUND"
	hashPrefix       = "sha256:"
)

// TrustedDocuments are operations known beforehand, by the SHA-256 of their
// text in hexadecimal.
type TrustedDocuments map[string]string

// ReadTrusted reads a manifest of trusted documents: either an object of texts
// by their hashes, with or without "sha256:", as graphql-codegen writes it, or
// an Apollo persisted-query manifest.
func ReadTrusted(manifest io.Reader) (TrustedDocuments, error) {
	text, err := io.ReadAll(manifest)
	if err != nil {
		return nil, fmt.Errorf("read trusted documents: %w", err)
	}
	var apollo struct {
		Operations []struct{ ID, Body string } `json:"operations"`
	}
	byHash := map[string]string{}
	if err := json.Unmarshal(text, &apollo); err == nil && len(apollo.Operations) > 0 {
		for _, operation := range apollo.Operations {
			byHash[operation.ID] = operation.Body
		}
	} else if err := json.Unmarshal(text, &byHash); err != nil {
		return nil, fmt.Errorf("read trusted documents: %w", err)
	}
	trusted := TrustedDocuments{}
	for id, document := range byHash {
		hash := hashOf(document)
		if given := strings.TrimPrefix(id, hashPrefix); given != hash {
			return nil, fmt.Errorf("trusted document %q: the text's SHA-256 is %s", id, hash)
		}
		trusted[hash] = document
	}
	return trusted, nil
}

// documents finds an operation's text from what the client sent.
type documents struct {
	trusted   TrustedDocuments
	only      bool
	persisted *lru.Cache[string, string]
}

func newDocuments(trusted TrustedDocuments, only bool) (*documents, error) {
	persisted, err := lru.New[string, string](persistedDocuments)
	return &documents{trusted: trusted, only: only, persisted: persisted}, err
}

// resolve puts the text into given.Query.
func (d *documents) resolve(given *parameters) *gqlerror.Error {
	if given.DocumentID != "" {
		return d.byID(given)
	}
	if wish, ok := given.Extensions["persistedQuery"]; ok && wish != nil && !d.only {
		if err := d.automatic(given, wish); err != nil {
			return err
		}
	}
	if given.Query == nil || *given.Query == "" {
		return graph.Errorf(graph.CodeBadUserInput, "the request holds no query and no documentId")
	}
	if d.only {
		if _, known := d.trusted[hashOf(*given.Query)]; !known {
			return graph.Errorf(graph.CodeForbidden, "only trusted documents are run here: send a documentId")
		}
	}
	return nil
}

func (d *documents) byID(given *parameters) *gqlerror.Error {
	hash, ok := strings.CutPrefix(given.DocumentID, hashPrefix)
	if !ok {
		return graph.Errorf(graph.CodeBadUserInput, "a documentId is %q and the SHA-256 of a document in hexadecimal", hashPrefix)
	}
	if given.Query != nil {
		return graph.Errorf(graph.CodeBadUserInput, "send a query or a documentId, not both")
	}
	text, ok := d.trusted[hash]
	if !ok {
		return graph.Errorf(graph.CodeBadUserInput, "no trusted document has this documentId")
	}
	given.Query = &text
	return nil
}

// automatic is Apollo's protocol of automatic persisted queries, version 1.
func (d *documents) automatic(given *parameters, wish any) *gqlerror.Error {
	fields, _ := wish.(map[string]any)
	hash, _ := fields["sha256Hash"].(string)
	if version := fmt.Sprint(fields["version"]); version != "1" || hash == "" {
		return graph.Errorf(graph.CodeBadUserInput, "extensions.persistedQuery needs version 1 and a sha256Hash")
	}
	if given.Query == nil || *given.Query == "" {
		text, ok := d.persisted.Get(hash)
		if !ok {
			return graph.Errorf(codeNotPersisted, "PersistedQueryNotFound")
		}
		given.Query = &text
		return nil
	}
	if hashOf(*given.Query) != hash {
		return graph.Errorf(graph.CodeBadUserInput, "sha256Hash is not the SHA-256 of the query")
	}
	if len(*given.Query) <= persistedText {
		d.persisted.Add(hash, *given.Query)
	}
	return nil
}

func hashOf(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}
