package scalar

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/99designs/gqlgen/graphql"

	"github.com/stackmatch/stackmatch/internal/problem"
)

// Upload is a file of a request. Its content is there as long as the request is, in
// memory or on the disk; reading it later is an error.
type Upload struct {
	// Name and MediaType are what the client says of it, and may be wrong.
	Name, MediaType string
	// Size is in bytes.
	Size int64

	content io.ReaderAt
}

// NewUpload is a file with a content of a size.
func NewUpload(name, mediaType string, content io.ReaderAt, size int64) Upload {
	return Upload{Name: name, MediaType: mediaType, Size: size, content: content}
}

// Open reads the content from its start. Several readers do not disturb each other.
func (u Upload) Open() *io.SectionReader {
	if u.content == nil {
		return io.NewSectionReader(bytes.NewReader(nil), 0, 0)
	}
	return io.NewSectionReader(u.content, 0, u.Size)
}

// Bytes is the whole content of a file that is small enough to be held in memory; a
// Limit for a larger one.
func (u Upload) Bytes(most int64) ([]byte, error) {
	if u.Size > most {
		return nil, problem.New(problem.Limit, "the file is larger than %d bytes", most).
			Spanish("el archivo ocupa más de %d bytes", most)
	}
	content := make([]byte, u.Size)
	if _, err := io.ReadFull(u.Open(), content); err != nil {
		return nil, fmt.Errorf("read an uploaded file: %w", err)
	}
	return content, nil
}

// String keeps a file's content, which may be personal, out of messages.
func (u Upload) String() string { return "a file" }

// UnmarshalGQL takes a file from the transport; no other value is one.
func (u *Upload) UnmarshalGQL(v any) error {
	file, ok := v.(Upload)
	if !ok {
		return errors.New("a file is sent as multipart/form-data, see https://github.com/jaydenseric/graphql-multipart-request-spec")
	}
	*u = file
	return nil
}

// MarshalGQL writes null: files only come in.
func (u Upload) MarshalGQL(w io.Writer) { graphql.Null.MarshalGQL(w) }
