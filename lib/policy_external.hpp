#pragma once
// The part of a policy that rules see as data: parameters and value sets, with the texts that they view.
#include <deque>

#include "vpass/policy.hpp"

namespace vpass {

struct Policy::External {
    std::deque<std::string> texts;  // a deque, since views need their texts to stay where they are
    certlogic::Scratch memory;
    std::vector<certlogic::Field> parameters, value_sets;
};

}  // namespace vpass
