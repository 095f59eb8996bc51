// Calls of the system that Swift does not see.
#ifndef DAICHO_FILE_ROOM_SHIM_H
#define DAICHO_FILE_ROOM_SHIM_H

#include <errno.h>
#include <sys/types.h>

#ifdef __linux__
// glibc declares it under _GNU_SOURCE alone, and another _GNU_SOURCE than Swift's own module of glibc has
// would give types two definitions.
extern int fallocate(int, int, off_t, off_t);
#endif

// Sets disk space aside behind a file's end without making it longer. -1 with errno ENOTSUP where the
// system has no such call.
static inline int daicho_reserve(int file, off_t offset, off_t length) {
#ifdef __linux__
  return fallocate(file, 0x01 /* FALLOC_FL_KEEP_SIZE */, offset, length);
#else
  errno = ENOTSUP;
  return -1;
#endif
}

#endif
