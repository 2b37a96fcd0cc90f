package spool

import (
	"bytes"
	"errors"
	"fmt"
	"hash/crc32"
)

// checksums are Castagnoli's, which processors compute.
var checksums = crc32.MakeTable(crc32.Castagnoli)

// sumLen is how many characters a record's checksum has, with the space after it.
const sumLen = 9

// Append writes a record: one line of text. Once it returns nil, killing the process
// cannot lose the record; within a second a power cut can't, either. What could not
// be written whole is not there.
func (s *Spool) Append(record []byte) error {
	if bytes.IndexByte(record, '\n') >= 0 {
		return errors.New("spool: a record is one line")
	}
	line := fmt.Appendf(nil, "%08x %s\n", crc32.Checksum(record, checksums), record)
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.file == nil:
		return ErrClosed
	case s.failed != nil:
		return s.failed
	case s.closed+s.end.Offset+int64(len(line)) > s.options.Most:
		return ErrFull
	}
	if s.torn || s.end.Offset >= s.options.Segment {
		if err := s.rotate(); err != nil {
			return err
		}
	}
	if _, err := s.file.Write(line); err != nil {
		s.takeBack()
		return fmt.Errorf("spool: write a record: %w", err)
	}
	s.end.Offset += int64(len(line))
	s.syncSoon()
	return nil
}

// takeBack removes what a failed write left. Where that fails, too, the next record
// goes to another segment.
func (s *Spool) takeBack() {
	if err := s.file.Truncate(s.end.Offset); err != nil {
		s.torn = true
	}
}
