package scalar

import (
	"errors"
	"io"

	"github.com/99designs/gqlgen/graphql"
)

// Upload is a file of a request, in memory.
type Upload struct {
	// Name and MediaType are what the client says of it, and may be wrong.
	Name, MediaType string
	Content         []byte
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
