package skillindex

import (
	"bytes"
	_ "embed" // the table
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"sync"
)

// meaningTable says what words mean, as vectors: tools/skillvectors makes it, and
// says how.
//
//go:embed meaning.bin
var meaningTable []byte

// builtin is the table in the binary, read when it is first used.
//
//nolint:gochecknoglobals // it never changes, and is read once
var builtin = sync.OnceValues(func() (*Meanings, error) { return ReadMeanings(bytes.NewReader(meaningTable)) })

// OpenMeanings reads the table of a file; nil, the one in the binary, where none is named.
func OpenMeanings(path string) (*Meanings, error) {
	if path == "" {
		return nil, nil //nolint:nilnil // Build takes its own
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	m, err := ReadMeanings(file)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return m, nil
}

// The bounds of a table: what is larger is a mistake, or would not fit in memory.
const (
	maxTable   = 1 << 29
	maxNumbers = 1 << 11
	maxScale   = 1 << 10
)

// meaningMagic starts a table: the number is the layout's.
const meaningMagic = "SMV1"

var errMeanings = errors.New("table of meanings: cut off or of another layout")

// ReadMeanings reads a table: the magic, how many numbers a vector has, how many
// tokens there are; for each token its length, itself and its scale; then the
// vectors. A table made by tools/skillvectors may be larger than the one in the
// binary; half a gigabyte is the most.
func ReadMeanings(r io.Reader) (*Meanings, error) {
	b, err := io.ReadAll(io.LimitReader(r, maxTable+1))
	if err != nil {
		return nil, fmt.Errorf("table of meanings: %w", err)
	}
	if len(b) > maxTable {
		return nil, fmt.Errorf("table of meanings: more than %d MB", maxTable>>20)
	}
	const head = len(meaningMagic) + 8
	if len(b) < head || string(b[:len(meaningMagic)]) != meaningMagic {
		return nil, errMeanings
	}
	size, count := int64(binary.LittleEndian.Uint32(b[4:])), int64(binary.LittleEndian.Uint32(b[8:]))
	if size <= 0 || count <= 0 || size > maxNumbers || count > int64(len(b))/(size+5) {
		return nil, errMeanings
	}
	m := &Meanings{size: int(size), tokens: make(map[string]int32, count), scales: make([]float32, count)}
	vectors, err := m.readTokens(b[head:])
	if err != nil {
		return nil, err
	}
	m.vectors = make([]int8, len(vectors))
	for i, v := range vectors {
		m.vectors[i] = int8(v)
	}
	return m, nil
}

// readTokens reads the tokens and their scales, and returns the vectors' bytes.
func (m *Meanings) readTokens(b []byte) ([]byte, error) {
	for i := range m.scales {
		if len(b) == 0 || len(b) < 1+int(b[0])+4 {
			return nil, errMeanings
		}
		n := int(b[0])
		token := string(b[1 : 1+n])
		if _, twice := m.tokens[token]; twice || n == 0 {
			return nil, fmt.Errorf("table of meanings: token %d is empty or there twice", i)
		}
		scale := math.Float32frombits(binary.LittleEndian.Uint32(b[1+n:]))
		if math.IsNaN(float64(scale)) || scale < 0 || scale > maxScale {
			return nil, fmt.Errorf("table of meanings: the scale of token %d is not from 0 to %d", i, maxScale)
		}
		m.tokens[token], m.scales[i] = int32(i), scale
		b = b[1+n+4:]
	}
	if len(b) != len(m.scales)*m.size {
		return nil, errMeanings
	}
	return b, nil
}
