/** The certificates, keys and kubeconfigs of a control plane: declared, issued, kept and renewed. */
@NullMarked
package io.kamaji.pki;

import org.jspecify.annotations.NullMarked;
