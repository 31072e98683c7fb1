/** What the JDBC driver makes by itself; no part of the API. */
@NullMarked
package io.kamaji.datastore.mysql.internal;

import org.jspecify.annotations.NullMarked;
