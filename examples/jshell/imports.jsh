import io.kamaji.api.*
import io.kamaji.core.*
import io.kamaji.core.cluster.*
import io.kamaji.core.reconcile.*
import io.kamaji.core.status.*
import io.kamaji.core.storage.*
import io.kamaji.testkit.*
import java.time.Duration
