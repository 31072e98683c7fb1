/** Driver {@code etcd}: many tenants on one etcd, each with a user, a role and a closed range of keys. */
@NullMarked
package io.kamaji.datastore.etcd;

import org.jspecify.annotations.NullMarked;
