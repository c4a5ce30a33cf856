#pragma once
// Makes views of a picture in which a code that is hard to see may be easy to read.
#include "passes/picture.hpp"

namespace vpass {

Picture doubled(const Picture& picture);                    // each pixel four times
Picture magnified(const Picture& picture, double factor);   // smoothly
Picture reduced(const Picture& picture, std::size_t most);  // halved until it has no more pixels than these
Picture with_contrast(Picture picture);                     // its tones spread from black to white
Picture inverted(Picture picture);                          // light for dark
Picture mirrored(Picture picture);                          // left for right
Picture by_surroundings(const Picture& picture);            // black where it is darker than what is around

}  // namespace vpass
