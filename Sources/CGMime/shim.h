#ifndef DAICHO_CGMIME_SHIM_H
#define DAICHO_CGMIME_SHIM_H

#include <gmime/gmime.h>

/* What GObject calls a cast or a test of a type is a macro, which Swift cannot see. */
static inline GMimeMultipart *daicho_multipart(GMimeObject *object) {
  return GMIME_IS_MULTIPART(object) ? GMIME_MULTIPART(object) : NULL;
}

static inline GMimePart *daicho_part(GMimeObject *object) {
  return GMIME_IS_PART(object) ? GMIME_PART(object) : NULL;
}

static inline GMimeMessage *daicho_enclosed_message(GMimeObject *object) {
  return GMIME_IS_MESSAGE_PART(object) ? g_mime_message_part_get_message(GMIME_MESSAGE_PART(object)) : NULL;
}

static inline GMimeObject *daicho_object(GMimeMessage *message) { return GMIME_OBJECT(message); }

static inline GByteArray *daicho_bytes(GMimeStream *stream) {
  return g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(stream));
}

static inline const char *daicho_mailbox(InternetAddress *address) {
  return INTERNET_ADDRESS_IS_MAILBOX(address)
             ? internet_address_mailbox_get_addr(INTERNET_ADDRESS_MAILBOX(address))
             : NULL;
}

static inline void daicho_release(void *object) {
  if (object) g_object_unref(object);
}

#endif
