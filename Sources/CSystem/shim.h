// Calls of the system that Swift does not see.
#ifndef DAICHO_SYSTEM_SHIM_H
#define DAICHO_SYSTEM_SHIM_H

#ifndef _GNU_SOURCE
#define _GNU_SOURCE 1
#endif
#include <errno.h>
#include <fcntl.h>
#include <sys/types.h>

#ifdef __linux__
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
