package server

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"encoding/binary"
	"fmt"
	"os"
)

// veil has what a client sends never be in the open on the disk, or in a backup of it:
// its key is in memory only, and gone with the request. Nobody is kept from changing
// the file; who could do that could change the process.
type veil struct {
	file  *os.File
	block cipher.Block
	write cipher.Stream
}

func newVeil(file *os.File) (*veil, error) {
	var key [32]byte
	_, _ = rand.Read(key[:]) // never fails
	block, err := aes.NewCipher(key[:])
	if err != nil {
		return nil, fmt.Errorf("make cipher: %w", err)
	}
	// The key is for this file alone: its first block is number 0.
	return &veil{file, block, cipher.NewCTR(block, make([]byte, aes.BlockSize))}, nil
}

// Write adds to the file.
func (v *veil) Write(p []byte) (int, error) {
	hidden := make([]byte, len(p))
	v.write.XORKeyStream(hidden, p)
	return v.file.Write(hidden)
}

// ReadAt reads from any place.
func (v *veil) ReadAt(p []byte, at int64) (int, error) {
	n, err := v.file.ReadAt(p, at)
	if n == 0 {
		return 0, err
	}
	var counter [aes.BlockSize]byte
	binary.BigEndian.PutUint64(counter[8:], uint64(at)/aes.BlockSize) // nothing is read before the start
	stream := cipher.NewCTR(v.block, counter[:])
	var before [aes.BlockSize]byte
	stream.XORKeyStream(before[:at%aes.BlockSize], before[:at%aes.BlockSize])
	stream.XORKeyStream(p[:n], p[:n])
	return n, err
}
