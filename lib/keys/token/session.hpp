#pragma once
// Calls a PKCS#11 module itself, for what libp11 of Debian 12 does not do.
#include "keys/token/token.hpp"

namespace vpass {

inline CK_ATTRIBUTE attribute(CK_ATTRIBUTE_TYPE type, const void* value, std::size_t size) {
    return {type, const_cast<void*>(value), size};
}

class TokenSession {
 public:
    // `task` says in messages what the session is for: "make the key".
    TokenSession(const CK_FUNCTION_LIST& functions, CK_SLOT_ID slot, const char* task)
        : functions_(functions), task_(task) {
        check(functions.C_OpenSession(slot, CKF_SERIAL_SESSION | CKF_RW_SESSION, nullptr, nullptr, &handle_));
    }
    ~TokenSession() { functions_.C_CloseSession(handle_); }
    TokenSession(const TokenSession&) = delete;
    TokenSession& operator=(const TokenSession&) = delete;

    CK_SESSION_HANDLE handle() const { return handle_; }
    void check(CK_RV result) const;  // throws Error "token" for anything but CKR_OK

 private:
    const CK_FUNCTION_LIST& functions_;
    const char* task_;
    CK_SESSION_HANDLE handle_ = 0;
};

}  // namespace vpass
