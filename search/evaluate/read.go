package evaluate

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"unicode/utf8"
)

// The bounds of a set: what is larger is a mistake, or would not fit in memory.
const (
	maxLine      = 1 << 20
	maxDocuments = 1_000_000
	maxQueries   = 200_000
	maxJudgments = 20_000_000
	maxLabels    = 1_000
)

// FileError says where a file of a set is wrong, and what would be right.
type FileError struct {
	File string
	Line int
	Want string
}

// Error names file and line.
func (e *FileError) Error() string { return fmt.Sprintf("%s:%d: %s", e.File, e.Line, e.Want) }

// Read reads a set: documents and queries as JSON lines, judgments as lines of
// query, 0, document and grade.
func Read(corpus, queries, qrels string) (*Set, error) {
	s := &Set{Grades: map[string]map[string]int{}}
	if err := s.readDocuments(corpus); err != nil {
		return nil, err
	}
	if err := s.readQueries(queries); err != nil {
		return nil, err
	}
	if err := s.readGrades(qrels); err != nil {
		return nil, err
	}
	if len(s.Judged()) == 0 {
		return nil, fmt.Errorf("%s: no query of %s has a document with a grade above 0: are the ids those of that file?", qrels, queries)
	}
	return s, nil
}

// setLine is a line of documents or queries.
type setLine struct {
	ID     setID    `json:"id"`
	Text   string   `json:"text"`
	Labels []string `json:"labels"`
}

// setID is an id, which some sets write as a number.
type setID string

// UnmarshalJSON takes a number as it is written: it may have more digits than any
// number in memory.
func (id *setID) UnmarshalJSON(value []byte) error {
	var number json.Number
	if value[0] != '"' && json.Unmarshal(value, &number) == nil {
		*id = setID(number)
		return nil
	}
	return json.Unmarshal(value, (*string)(id))
}

func (s *Set) readDocuments(file string) error {
	seen := map[string]bool{}
	return eachLine(file, func(line []byte) error {
		var l setLine
		if err := json.Unmarshal(line, &l); err != nil {
			return fmt.Errorf(`want an object such as {"id": "s1", "text": "weld pipes", "labels": ["pipe welding"]}: %w`, err)
		}
		d := Document{string(l.ID), l.Text, l.Labels}
		switch {
		case d.ID == "" || strings.ContainsAny(d.ID, " \t"):
			return fmt.Errorf(`id %q: want one without spaces, as the judgments have it`, d.ID)
		case seen[d.ID]:
			return fmt.Errorf("id %q came before: want each document once", d.ID)
		case strings.TrimSpace(d.Text) == "":
			return errors.New("text is empty: want what the document says")
		case len(d.Labels) > maxLabels:
			return fmt.Errorf("%d labels: want at most %d", len(d.Labels), maxLabels)
		case len(s.Documents) == maxDocuments:
			return fmt.Errorf("want at most %d documents", maxDocuments)
		}
		seen[d.ID] = true
		s.Documents = append(s.Documents, d)
		return nil
	})
}

func (s *Set) readQueries(file string) error {
	seen := map[string]bool{}
	return eachLine(file, func(line []byte) error {
		var l setLine
		if err := json.Unmarshal(line, &l); err != nil {
			return fmt.Errorf(`want an object such as {"id": "q1", "text": "welds pipes"}: %w`, err)
		}
		q := Query{string(l.ID), l.Text}
		switch {
		case q.ID == "" || strings.ContainsAny(q.ID, " \t"):
			return fmt.Errorf(`id %q: want one without spaces, as the judgments have it`, q.ID)
		case seen[q.ID]:
			return fmt.Errorf("id %q came before: want each query once", q.ID)
		case len(s.Queries) == maxQueries:
			return fmt.Errorf("want at most %d queries", maxQueries)
		}
		seen[q.ID] = true
		s.Queries = append(s.Queries, q)
		return nil
	})
}

func (s *Set) readGrades(file string) error {
	count := 0
	return eachLine(file, func(line []byte) error {
		fields := strings.Fields(string(line))
		if len(fields) != 4 {
			return fmt.Errorf("%d fields: want 4 with tabs or spaces between, query 0 document grade, such as: q1 0 s1 1", len(fields))
		}
		grade, err := strconv.Atoi(fields[3])
		if err != nil {
			return fmt.Errorf("grade %q: want a whole number, 0 for no answer", fields[3])
		}
		if count++; count > maxJudgments {
			return fmt.Errorf("want at most %d judgments", maxJudgments)
		}
		query, document := fields[0], fields[2]
		grades := s.Grades[query]
		if grades == nil {
			grades = map[string]int{}
			s.Grades[query] = grades
		}
		if before, twice := grades[document]; twice && before != grade {
			return fmt.Errorf("query %q, document %q was judged %d before: want one grade", query, document, before)
		}
		grades[document] = grade
		return nil
	})
}

// eachLine reads the lines of a file that are not blank. An error gets the name
// and number.
func eachLine(file string, read func(line []byte) error) error {
	f, err := os.Open(file)
	if err != nil {
		return err
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Buffer(make([]byte, 0, 64<<10), maxLine)
	number := 0
	for lines.Scan() {
		number++
		line := bytes.TrimSpace(bytes.TrimPrefix(lines.Bytes(), []byte("\ufeff")))
		if len(line) == 0 {
			continue
		}
		if !utf8.Valid(line) {
			return &FileError{file, number, "want UTF-8"}
		}
		if err := read(line); err != nil {
			return &FileError{file, number, err.Error()}
		}
	}
	if errors.Is(lines.Err(), bufio.ErrTooLong) {
		return &FileError{file, number + 1, fmt.Sprintf("want lines of at most %d bytes", maxLine)}
	}
	if err := lines.Err(); err != nil {
		return fmt.Errorf("read %s: %w", file, err)
	}
	if number == 0 {
		return &FileError{file, 1, "the file is empty"}
	}
	return nil
}
