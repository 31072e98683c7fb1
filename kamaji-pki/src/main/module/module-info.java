/** The certificates, keys and kubeconfigs of a control plane: declared, issued, kept and renewed. */
module io.kamaji.pki {
    requires static org.jspecify;
    requires org.bouncycastle.pkix;
    requires org.bouncycastle.provider;
    requires com.fasterxml.jackson.core;
    requires com.fasterxml.jackson.databind;
    requires com.fasterxml.jackson.dataformat.yaml;

    exports io.kamaji.pki;
}
