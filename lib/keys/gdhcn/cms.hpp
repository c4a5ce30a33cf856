#pragma once
// The handle of OpenSSL's CMS.
#include <openssl/cms.h>

#include "crypto/openssl_handles.hpp"

namespace vpass {
using CmsPtr = std::unique_ptr<CMS_ContentInfo, Freer<CMS_ContentInfo_free>>;
}
