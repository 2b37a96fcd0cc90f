package catalog

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/importoriginal"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/internal/problem"
)

// documentPrefix begins the ids of the documents of recognitions, which the API
// never shows.
const documentPrefix = "doc"

// maxDocument is how many bytes a document may have.
const maxDocument = 5 << 20

// DocumentInput is a file that says what a recognition says.
type DocumentInput struct {
	FileName string
	// Read gives the content, or a Limit where it is larger.
	Read func(most int64) ([]byte, error)
}

// Document is a document of a recognition, as it came.
type Document struct {
	FileName, MediaType string
	// SHA256 is of the content, hexadecimal.
	SHA256  string
	Content []byte
}

// document is one that was read and may be kept.
type document struct {
	Document
}

func (d *document) hash() string {
	if d == nil {
		return ""
	}
	return d.SHA256
}

// readDocument reads what was sent, if something was: outside of transactions.
func (s *Service) readDocument(in *DocumentInput) (*document, error) {
	if in == nil {
		return nil, nil //nolint:nilnil // nothing was sent
	}
	content, err := in.Read(maxDocument)
	if err != nil {
		return nil, problem.Under(err, "document")
	}
	media := mediaTypeOf(content)
	if media == "" {
		return nil, problem.New(problem.Invalid, "a document is a PDF, a PNG or JPEG image or plain text").
			Spanish("un documento es un PDF, una imagen PNG o JPEG o texto sin formato").At("document")
	}
	sum := sha256.Sum256(content)
	name := strings.ToValidUTF8(in.FileName, "\uFFFD")
	if runes := []rune(name); len(runes) > maxLine {
		name = string(runes[len(runes)-maxLine:]) // what it ends in tells more
	}
	return &document{Document{FileName: name, MediaType: media, SHA256: hex.EncodeToString(sum[:]), Content: content}}, nil
}

// mediaTypeOf tells what a document is by its bytes; "" for what is not taken.
func mediaTypeOf(content []byte) string {
	switch {
	case bytes.HasPrefix(content, []byte("%PDF-")):
		return "application/pdf"
	case bytes.HasPrefix(content, []byte("\x89PNG\r\n\x1a\n")):
		return "image/png"
	case bytes.HasPrefix(content, []byte("\xff\xd8\xff")):
		return "image/jpeg"
	case len(content) > 0 && utf8.Valid(content) && !bytes.ContainsFunc(content, control):
		return "text/plain"
	}
	return ""
}

// control are the characters that no plain text has.
func control(r rune) bool { return r < ' ' && !strings.ContainsRune("\t\n\r\f", r) || r == 0x7f }

// errNoVault is for a service that was put together without one.
var errNoVault = errors.New("there is no vault for documents")

// scanned refuses a document that a virus scanner finds something in.
func (s *Service) scanned(ctx context.Context, file *document) error {
	if file == nil || s.Files == nil {
		return nil
	}
	return problem.Under(s.Files.Scan(ctx, bytes.NewReader(file.Content)), "document")
}

// keepDocument keeps a document, sealed; nil where there is none.
func (s *Service) keepDocument(ctx context.Context, tx *db.Client, file *document) (*string, error) {
	if file == nil {
		return nil, nil //nolint:nilnil // nothing was sent
	}
	if s.Vault == nil {
		return nil, errNoVault
	}
	key := s.IDs.Mint(documentPrefix)
	err := tx.ImportOriginal.Create().
		SetID(key).SetCreatedAt(s.Now()).
		SetFileName(file.FileName).SetMediaType(file.MediaType).SetSha256(file.SHA256).
		SetContent(s.Vault.Seal(boundToDocument(key), file.Content)).
		Exec(ctx)
	if err != nil {
		return nil, fmt.Errorf("keep document: %w", err)
	}
	return &key, nil
}

func boundToDocument(id string) string { return "document " + id }

// DocumentsByID gives the documents of recognitions, without their content: their
// names and hashes are as public as the recognitions.
func (s *Service) DocumentsByID(ctx context.Context, ids []string) (map[string]*Document, error) {
	rows, err := s.DB.ImportOriginal.Query().
		Where(importoriginal.IDIn(ids...), importoriginal.EarnerIDIsNil()).
		Select(importoriginal.FieldID, importoriginal.FieldFileName, importoriginal.FieldMediaType, importoriginal.FieldSha256).
		All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load documents: %w", err)
	}
	out := make(map[string]*Document, len(rows))
	for _, row := range rows {
		if id.Prefix(row.ID) != documentPrefix {
			continue
		}
		out[row.ID] = &Document{FileName: row.FileName, MediaType: row.MediaType, SHA256: row.Sha256}
	}
	return out, nil
}

// RecognitionDocument opens the document of a recognition for the organization
// that recognizes, and for who administers the service.
func (s *Service) RecognitionDocument(ctx context.Context, recognition string) (*Document, error) {
	if err := auth.Require(ctx, auth.RecordRecognition); err != nil && !auth.Can(ctx, auth.AdministerService) {
		return nil, err
	}
	row, err := s.ownRecognition(ctx, s.DB, recognition)
	if err != nil {
		return nil, err
	}
	if row.DocumentID == nil || s.Vault == nil {
		return nil, noRecognition(recognition)
	}
	kept, err := s.DB.ImportOriginal.Get(ctx, *row.DocumentID)
	if err != nil {
		return nil, fmt.Errorf("load document: %w", err)
	}
	content, err := s.Vault.Open(boundToDocument(kept.ID), kept.Content)
	if err != nil {
		return nil, err
	}
	return &Document{FileName: kept.FileName, MediaType: kept.MediaType, SHA256: kept.Sha256, Content: content}, nil
}
