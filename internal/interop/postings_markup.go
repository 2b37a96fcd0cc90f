package interop

import (
	"bytes"
	"cmp"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/stackmatch/stackmatch/internal/jobad"
)

// readMarkup reads the JobPostings of a page, the items of an RSS feed, or HR-XML's
// openings.
func (run *postingsRun) readMarkup(ctx context.Context, file *FileReport, content []byte) error {
	switch start := bytes.ToLower(content[:min(len(content), 4096)]); {
	case bytes.Contains(start, []byte("<html")) || bytes.Contains(start, []byte("<!doctype html")):
		return run.readPage(ctx, file, content)
	case bytes.Contains(start, []byte("<rss")):
		return run.readXML(ctx, file, content, "item", rssPosting)
	}
	return run.readXML(ctx, file, content, "PositionOpening", hrXMLPosting)
}

// readPage reads what a page says to machines.
func (run *postingsRun) readPage(ctx context.Context, file *FileReport, content []byte) error {
	z := html.NewTokenizer(bytes.NewReader(content))
	data := false
	for {
		switch z.Next() {
		case html.ErrorToken:
			if file.Read == 0 {
				run.refuse(file, "no_listing", "the page has no JobPosting as application/ld+json")
			}
			return nil
		case html.StartTagToken:
			t := z.Token()
			data = t.DataAtom == atom.Script && isData(t)
		case html.TextToken:
			if data {
				if err := run.readJSON(ctx, file, z.Text()); err != nil {
					return err
				}
			}
		case html.EndTagToken:
			data = false
		case html.SelfClosingTagToken, html.CommentToken, html.DoctypeToken:
		}
	}
}

func isData(t html.Token) bool {
	for _, a := range t.Attr {
		if a.Key == "type" && strings.HasPrefix(strings.ToLower(a.Val), "application/ld+json") {
			return true
		}
	}
	return false
}

// element is an XML element by its local name.
type element struct {
	name     string
	text     string
	children []*element
}

// find is the first element below, by local names.
func (e *element) find(path ...string) *element {
	for _, name := range path {
		var next *element
		for _, c := range e.children {
			if c.name == name {
				next = c
				break
			}
		}
		if next == nil {
			return &element{}
		}
		e = next
	}
	return e
}

// readXML reads the elements of a name. A file that is broken off keeps what stood
// before.
func (run *postingsRun) readXML(ctx context.Context, file *FileReport, content []byte, name string, read func(*element) jobad.Listing) error {
	d := xml.NewDecoder(bytes.NewReader(content))
	d.Strict = false
	d.Entity = xml.HTMLEntity
	d.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil } // decoded before
	for {
		token, err := d.RawToken()
		if errors.Is(err, io.EOF) {
			break
		}
		start, is := token.(xml.StartElement)
		line, _ := d.InputPos()
		var one *element
		if err == nil && is && start.Name.Local == name {
			one, err = readElement(d, start)
		}
		if err != nil {
			file.Read++
			file.Failed++
			line, column := d.InputPos()
			run.report.note(Note{File: file.Name, Line: line, Severity: Error, Code: "broken_xml", Message: fmt.Sprintf("column %d: %s", column, err)})
			return nil
		}
		if one == nil {
			continue
		}
		if one.find("PositionOpeningStatusCode").text == "Inactive" {
			file.Read++
			file.Skipped++
			run.report.note(Note{File: file.Name, Line: line, Severity: Info, Code: "inactive", Message: "the listing no longer seeks anybody"})
			continue
		}
		if err := errors.Join(ctx.Err(), run.listing(ctx, file, line, read(one))); err != nil {
			return err
		}
	}
	if file.Read == 0 {
		run.refuse(file, "no_listing", "the file has no job listing that is known here: expected RSS items or HR-XML PositionOpening")
	}
	return nil
}

// maxNesting is how deep XML may be nested.
const maxNesting = 60

var errTooDeep = errors.New("elements are nested too deeply")

// readElement reads up to the element's end. An end of what was never begun means
// nothing; what was begun and never ended ends with what it is in.
func readElement(d *xml.Decoder, start xml.StartElement) (*element, error) {
	type opened struct {
		*element
		text strings.Builder
	}
	open := []*opened{{element: &element{name: start.Name.Local}}}
	for {
		token, err := d.RawToken()
		if err != nil {
			return nil, err
		}
		last := open[len(open)-1]
		switch t := token.(type) {
		case xml.StartElement:
			if len(open) == maxNesting {
				return nil, errTooDeep
			}
			child := &opened{element: &element{name: t.Name.Local}}
			last.children = append(last.children, child.element)
			open = append(open, child)
		case xml.CharData:
			last.text.Write(t)
		case xml.EndElement:
			if !slices.ContainsFunc(open, func(e *opened) bool { return e.name == t.Name.Local }) {
				continue
			}
			for ended := false; !ended; open = open[:len(open)-1] {
				last = open[len(open)-1]
				last.element.text = strings.TrimSpace(last.text.String())
				ended = last.name == t.Name.Local
			}
			if len(open) == 0 {
				return last.element, nil
			}
		}
	}
}

// rssPosting reads an item of an RSS feed, with NEOGOV's joblisting elements where
// there are any.
func rssPosting(e *element) jobad.Listing {
	return jobad.Listing{
		ID: cmp.Or(e.find("jobId").text, e.find("guid").text, e.find("link").text), URL: e.find("link").text, Title: e.find("title").text,
		Employer: e.find("department").text, City: e.find("location").text, Region: e.find("state").text,
		LastDay: dayOf(e.find("advertiseToDateTime").text), Sections: sectioned("", e.find("description").text),
		Pay: jobad.ListedPay{
			Minimum: decimalOf(e.find("minimumSalary").text), Maximum: decimalOf(e.find("maximumSalary").text),
			Currency: e.find("salaryCurrency").text, Unit: payUnit(e.find("salaryInterval").text),
		},
	}
}

// hrXMLPosting reads a PositionOpening of HR-XML 3, with the job's body where USAJOBS
// has it.
func hrXMLPosting(e *element) jobad.Listing {
	p := e.find("PositionProfile")
	place, _, _ := strings.Cut(p.find("PositionLocation", "LocationName").text, " United States")
	city, region := located(place)
	body, pay := p.find("UserArea", "GOVT_XMLJobBody"), p.find("OfferedRemunerationPackage", "RemunerationRange")
	return jobad.Listing{
		ID: cmp.Or(e.find("DocumentID").text, p.find("PositionID").text), Title: p.find("PositionTitle").text, City: city, Region: region,
		Employer: cmp.Or(p.find("PositionOrganization", "OrganizationIdentifiers", "OrganizationName").text, e.find("PostingRequester", "PartyName").text),
		Sections: sectioned("", p.find("PositionFormattedDescription", "Content").text, "", body.find("Overview", "JobSummary").text,
			"Duties", body.find("Duties", "MajorDuties").text, "Qualifications", body.find("QualificationsAndEvaluation", "Qualifications").text),
		Pay: jobad.ListedPay{
			Minimum: decimalOf(pay.find("RemunerationMinimumAmount").text), Maximum: decimalOf(pay.find("RemunerationMaximumAmount").text),
			Currency: "USD", Unit: payUnit(pay.find("RemunerationRateIntervalCode").text),
		},
	}
}
