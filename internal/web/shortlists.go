package web

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"strings"

	"github.com/stackmatch/stackmatch/internal/employer"
	"github.com/stackmatch/stackmatch/internal/problem"
)

// formats are the media types of shortlists by what a file's name ends in.
var formats = map[string]string{
	employer.FormatCSV: "text/csv; charset=utf-8; header=present", employer.FormatJSON: "application/json",
}

// shortlist lets an employer download its shortlist of a posting.
func (p *Private) shortlist(ctx context.Context, r *http.Request) (opened, error) {
	posting, format, _ := strings.Cut(r.PathValue("file"), ".")
	if formats[format] == "" {
		return opened{}, problem.New(problem.NotFound, "a shortlist is downloaded as .csv or .json").
			Spanish("una lista se descarga como .csv o .json")
	}
	list, err := p.Employers.ExportShortlist(ctx, posting, languageOf("", r.Header.Get("Accept-Language")))
	if err != nil {
		return opened{}, err
	}
	content, err := list.Write(format)
	if err != nil {
		return opened{}, err
	}
	return opened{content: whole{bytes.NewReader(content)}, mediaType: formats[format], name: list.FileName(format)}, nil
}

// whole is what is in memory.
type whole struct{ io.ReadSeeker }

// Close has nothing to close.
func (whole) Close() error { return nil }
