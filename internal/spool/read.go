package spool

import (
	"bytes"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"
)

// Read gives records from a position on, in the order written: whole ones, at least
// one where any is left, and about as many as have most bytes. next is where to go
// on: behind the last one, and at the end of the spool where there is none.
func (s *Spool) Read(from Position, most int) (records [][]byte, next Position, err error) {
	end := s.End()
	if end.Segment < from.Segment {
		return nil, from, fmt.Errorf("spool: %s was read as far as segment %d, and has %d: its directory was replaced by an older one", s.id, from.Segment, end.Segment)
	}
	segments, err := s.find()
	if err != nil {
		return nil, from, err
	}
	next = from
	for _, n := range segments {
		if n < from.Segment || n > end.Segment {
			continue
		}
		if n > next.Segment {
			next = Position{Segment: n}
		}
		stop := int64(-1)
		if n == end.Segment {
			stop = end.Offset // behind it, a record may be on its way
		}
		if next, err = s.readOn(next, stop, most, &records); err != nil {
			return nil, from, err
		}
		if len(records) > 0 {
			break
		}
	}
	return records, next, nil
}

// readOn reads a segment until there are records, or it ends.
func (s *Spool) readOn(at Position, stop int64, most int, records *[][]byte) (Position, error) {
	for {
		content, err := s.readSegment(at, stop, most)
		if err != nil || len(content) == 0 {
			return at, err
		}
		at.Offset += s.parse(content, at.Segment, records)
		if len(*records) > 0 {
			return at, nil
		}
	}
}

// readSegment reads from a position to a stop, or to the end of the file: as many
// whole lines as have about most bytes, but one at least.
func (s *Spool) readSegment(at Position, stop int64, most int) ([]byte, error) {
	file, err := os.Open(s.path(at.Segment))
	if err != nil {
		return nil, fmt.Errorf("spool: read a segment: %w", err)
	}
	defer func() { _ = file.Close() }()
	if stop < 0 {
		info, err := file.Stat()
		if err != nil {
			return nil, fmt.Errorf("spool: read a segment: %w", err)
		}
		stop = info.Size()
	}
	for size := int64(most); ; size *= 2 {
		content := make([]byte, max(0, min(stop-at.Offset, size)))
		if _, err := file.ReadAt(content, at.Offset); err != nil && !errors.Is(err, io.EOF) {
			return nil, fmt.Errorf("spool: read a segment: %w", err)
		}
		if whole := bytes.LastIndexByte(content, '\n') + 1; whole > 0 || at.Offset+size >= stop {
			return content[:whole], nil
		}
	}
}

// parse adds the records of whole lines, and gives how many bytes these have. A
// line whose checksum is wrong is none: a crash tore it, or the disk spoiled it.
func (s *Spool) parse(content []byte, segment int64, records *[][]byte) (whole int64) {
	for line := range bytes.Lines(content) {
		whole += int64(len(line))
		if record, ok := checked(line); ok {
			*records = append(*records, record)
			continue
		}
		s.options.Log.Warn("spool: a record that cannot be read is left out", "segment", segment)
	}
	return whole
}

func checked(line []byte) ([]byte, bool) {
	line = bytes.TrimSuffix(line, []byte("\n"))
	if len(line) < sumLen {
		return nil, false
	}
	sum, err := strconv.ParseUint(string(line[:sumLen-1]), 16, 32)
	if err != nil || crc32.Checksum(line[sumLen:], checksums) != uint32(sum) {
		return nil, false
	}
	return line[sumLen:], true
}

// find lists the segments that are there, in order, and learns the spool's id from
// them.
func (s *Spool) find() ([]int64, error) {
	entries, err := os.ReadDir(s.dir)
	if err != nil {
		return nil, fmt.Errorf("spool: list its directory: %w", err)
	}
	var segments []int64
	for _, entry := range entries {
		name, ok := strings.CutSuffix(entry.Name(), ".log")
		if !ok {
			continue
		}
		id, number, _ := strings.Cut(name, "-")
		n, err := strconv.ParseInt(number, 10, 64)
		if err != nil {
			return nil, fmt.Errorf("spool: %s holds %s, which is no segment", s.dir, entry.Name())
		}
		if s.id == "" {
			s.id = id
		}
		if id != s.id {
			return nil, fmt.Errorf("spool: %s holds segments of two spools, %s and %s", s.dir, s.id, id)
		}
		segments = append(segments, n)
	}
	slices.Sort(segments)
	return segments, nil
}
