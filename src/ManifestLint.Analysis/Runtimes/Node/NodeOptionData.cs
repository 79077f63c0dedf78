namespace ManifestLint.Runtimes.Node;

/// <summary>The options that releases of Node.js take, V8's included. Source: Node.js 18.20.8, 20.20.2, 22.23.3 and 24.9.0 themselves:
/// <c>internalBinding('options').getCLIOptionsInfo()</c> and <c>node --v8-options</c>.</summary>
internal static class NodeOptionData
{
    /// <summary>Lines of: releases that take the options, releases that take them in NODE_OPTIONS (a 18, b 20, c 22, d 24; - none), kind (b switch, v with a value, 8
    /// an option of V8), and the names without dashes.</summary>
    public const string Node = """
        ab ab b experimental-network-imports
        ab ab v experimental-policy policy-integrity
        abc abc 8 huge-max-old-generation-size
        abc abc b trace-atomics-wait
        abc abc v experimental-default-type
        abcd - 8 harmony-shadow-realm prof
        abcd - b build-snapshot check completion-bash debug debug-brk experimental-test-coverage expose-internals help inspect-brk-node interactive
        abcd - b print prof-process test test-udp-no-try-send v8-options version
        abcd - v eval security-revert security-reverts test-concurrency
        abcd abcd 8 abort-on-uncaught-exception disallow-code-generation-from-strings enable-etw-stack-walking interpreted-frames-native-stack jitless
        abcd abcd 8 max-old-space-size max-semi-space-size perf-basic-prof perf-basic-prof-only-functions perf-prof perf-prof-unwinding-info
        abcd abcd 8 stack-trace-limit
        abcd abcd b addons debug-arraybuffer-allocations deprecation enable-fips enable-network-family-autoselection enable-source-maps
        abcd abcd b experimental-abortcontroller experimental-fetch experimental-global-customevent experimental-global-webcrypto
        abcd abcd b experimental-import-meta-resolve experimental-json-modules experimental-modules experimental-repl-await experimental-report
        abcd abcd b experimental-shadow-realm experimental-top-level-await experimental-vm-modules experimental-wasi-unstable-preview1
        abcd abcd b experimental-wasm-modules experimental-worker extra-info-on-fatal-exception force-async-hooks-checks force-context-aware
        abcd abcd b force-fips force-node-api-uncaught-exceptions-policy frozen-intrinsics global-search-paths http-parser insecure-http-parser
        abcd abcd b inspect inspect-brk napi-modules node-memory-debug node-snapshot openssl-legacy-provider openssl-shared-config pending-deprecation
        abcd abcd b preserve-symlinks preserve-symlinks-main report-compact report-on-fatalerror report-on-signal report-uncaught-exception test-only
        abcd abcd b throw-deprecation tls-max-v1.2 tls-max-v1.3 tls-min-v1.0 tls-min-v1.1 tls-min-v1.2 tls-min-v1.3 trace-deprecation trace-exit
        abcd abcd b trace-sigint trace-sync-io trace-tls trace-uncaught trace-warnings track-heap-objects use-bundled-ca use-openssl-ca
        abcd abcd b verify-base-objects warnings watch watch-preserve-output zero-fill-buffers
        abcd abcd v conditions debug-port diagnostic-dir disable-proto dns-result-order es-module-specifier-resolution experimental-loader
        abcd abcd v experimental-specifier-resolution heapsnapshot-near-heap-limit heapsnapshot-signal icu-data-dir import input-type inspect-port
        abcd abcd v inspect-publish-uid loader max-http-header-size openssl-config redirect-warnings report-dir report-directory report-filename
        abcd abcd v report-signal require secure-heap secure-heap-min snapshot-blob test-reporter test-reporter-destination test-shard title
        abcd abcd v tls-cipher-list tls-keylog trace-event-categories trace-event-file-pattern trace-events-enabled unhandled-rejections
        abcd abcd v use-largepages v8-pool-size watch-path
        abcd bcd b heap-prof
        abcd bcd v heap-prof-dir heap-prof-interval heap-prof-name
        abcd cd b cpu-prof
        abcd cd v cpu-prof-dir cpu-prof-interval cpu-prof-name test-name-pattern
        bc bc b experimental-permission
        bcd - b experimental-network-inspection experimental-test-module-mocks test-force-exit
        bcd - v build-snapshot-config env-file env-file-if-exists experimental-sea-config test-timeout
        bcd bcd 8 expose-gc
        bcd bcd b allow-addons allow-child-process allow-wasi allow-worker disable-wasm-trap-handler experimental-detect-module
        bcd bcd b experimental-eventsource experimental-print-required-tla experimental-require-module experimental-websocket inspect-wait
        bcd bcd b network-family-autoselection report-exclude-network trace-promises
        bcd bcd v allow-fs-read allow-fs-write disable-warning network-family-autoselection-attempt-timeout trace-require-module
        c c b experimental-async-context-frame
        cd - b experimental-default-config-file experimental-inspector-network-resource experimental-test-snapshots
        cd - b experimental-worker-inspection test-update-snapshots
        cd - v experimental-config-file run
        cd cd b disable-sigusr1 entry-url experimental-addon-modules experimental-global-navigator experimental-sqlite experimental-strip-types
        cd cd b experimental-transform-types experimental-webstorage permission report-exclude-env trace-env trace-env-js-stack
        cd cd b trace-env-native-stack use-env-proxy use-system-ca
        cd cd v localstorage-file max-old-space-size-percentage test-coverage-branches test-coverage-exclude test-coverage-functions
        cd cd v test-coverage-include test-coverage-lines test-skip-pattern watch-kill-signal
        cd d v experimental-test-isolation
        d d b async-context-frame experimental-quic
        d d v test-global-setup test-isolation test-rerun-failures
        """;

    /// <summary>Lines of: releases whose V8 has the flags, kind (b switch, v with a value), and the names. None is taken in NODE_OPTIONS unless it is above.</summary>
    public const string V8 = """
        a b always-opt compact-maps enable-mega-dom-ic enable-system-instrumentation experimental-async-stack-tagging-api
        a b experimental-wasm-allow-huge-modules experimental-wasm-eh experimental-wasm-nn-locals experimental-wasm-simd
        a b experimental-wasm-threads experimental-wasm-unsafe-nn-locals experimental-web-snapshots fast-promotion-new-space
        a b global-gc-scheduling harmony-array-find-last harmony-class-static-blocks harmony-error-cause harmony-object-has-own
        a b harmony-private-brand-checks harmony-relative-indexing-methods minor-mc-sweeping prepare-always-opt scavenge-task
        a b trace-web-snapshot turbo-profiling-log-builtins use-full-record-write-builtin use-map-space wasm-gc-js-interop
        a b wasm-type-canonicalization wasm-write-protect-code-memory
        a v interrupt-budget-for-maglev scavenge-task-trigger script-delay script-delay-fraction script-delay-once turbo-profiling-log-file
        a v wasm-inlining-budget-factor wasm-max-code-space
        ab b crash-on-aborted-evacuation experimental-wasm-extended-const experimental-wasm-gc experimental-wasm-relaxed-simd
        ab b experimental-wasm-return-call experimental-wasm-typed-funcref harmony-atomics harmony-intl-number-format-v3 harmony-rab-gsab
        ab b harmony-sharedarraybuffer incremental-marking-wrappers isolate-script-cache-ageing minor-mc minor-mc-trace-fragmentation
        ab b trace-allocations-origins trace-baseline-concurrent-compilation trace-flush-bytecode trace-minor-mc-parallel-marking
        ab b trace-wasm-speculative-inlining turbo-compress-translation-arrays turbo-force-mid-tier-regalloc turbo-sp-frame-access
        ab b turbo-use-mid-tier-regalloc-for-huge-functions wasm-memory-protection-keys wasm-speculative-inlining write-code-using-rwx
        ab b write-protect-code-memory
        ab v bytecode-size-allowance-per-tick interrupt-budget interrupt-budget-factor-for-feedback-allocation
        ab v interrupt-budget-for-feedback-allocation max-bytecode-size-for-early-opt ticks-before-optimization
        abc b disable-old-api-accessors embedder-instance-types experimental-wasm-memory64 expose-wasm harmony-array-grouping
        abc b harmony-import-assertions harmony-weak-refs-with-cleanup-some huge-max-old-generation-size scavenge-separate-stack-scanning
        abc b trace-heap-broker-memory trace-idle-notification trace-idle-notification-verbose track-retaining-path use-idle-notification
        abcd b abort-on-contradictory-flags abort-on-uncaught-exception adjust-os-scheduling-parameters allocation-buffer-parking
        abcd b allocation-site-pretenuring allow-natives-for-differential-fuzzing allow-natives-syntax allow-overwriting-for-next-flag
        abcd b allow-unsafe-function-constructor always-osr always-sparkplug analyze-environment-liveness asm-wasm-lazy-compilation assert-types
        abcd b async-stack-traces baseline-batch-compilation builtin-subclassing builtins-in-stack-traces cache-prototype-transitions
        abcd b clear-exceptions-on-js-entry clear-free-memory compact compact-code-space compact-code-space-with-stack compact-on-every-full-gc
        abcd b compact-with-stack compilation-cache concurrent-array-buffer-sweeping concurrent-cache-deserialization concurrent-marking
        abcd b concurrent-osr concurrent-recompilation concurrent-sparkplug concurrent-sweeping correctness-fuzzer-suppressions
        abcd b default-to-experimental-regexp-engine detailed-error-stack-trace detailed-line-info detect-ineffective-gcs-near-heap-limit
        abcd b disable-abortjs disallow-code-generation-from-strings enable-avx enable-avx2 enable-bmi1 enable-bmi2
        abcd b enable-experimental-regexp-engine enable-experimental-regexp-engine-on-excessive-backtracks enable-fma3
        abcd b enable-lazy-source-positions enable-lzcnt enable-popcnt enable-regexp-unaligned-accesses enable-sahf
        abcd b enable-sharedarraybuffer-per-context enable-source-at-csa-bind enable-sse3 enable-sse4-1 enable-sse4-2 enable-ssse3
        abcd b experimental-flush-embedded-blob-icache experimental-stack-trace-frames experimental-wasm-assume-ref-cast-succeeds
        abcd b experimental-wasm-branch-hinting experimental-wasm-compilation-hints experimental-wasm-skip-bounds-checks
        abcd b experimental-wasm-skip-null-checks experimental-wasm-stack-switching experimental-wasm-type-reflection expose-async-hooks
        abcd b expose-externalize-string expose-gc expose-ignition-statistics expose-inspector-scripts expose-statistics expose-trigger-failure
        abcd b feedback-normalization flush-baseline-code flush-bytecode force-long-branches force-marking-deque-overflows force-slow-path future
        abcd b fuzzer-gc-analysis fuzzing gc-experiment-less-compaction gc-global hard-abort harmony harmony-import-attributes
        abcd b harmony-intl-best-fit-matcher harmony-shadow-realm harmony-shipping harmony-struct harmony-temporal
        abcd b heap-profiler-show-hidden-objects heap-profiler-trace-objects heap-profiler-use-embedder-graph help icu-timezone-data
        abcd b ignition-elide-noneffectful-bytecodes ignition-filter-expression-positions ignition-reo ignition-share-named-property-feedback
        abcd b incremental-marking incremental-marking-task inline-new interpreted-frames-native-stack jitless lazy lazy-compile-dispatcher
        abcd b lazy-eval lazy-feedback-allocation lazy-new-space-shrinking lazy-streaming liftoff liftoff-only lite-mode ll-prof log log-all
        abcd b log-code log-code-disassemble log-colour log-deopt log-function-events log-ic log-internal-timer-events log-maps log-maps-details
        abcd b log-source-code logfile-per-isolate maglev-break-on-entry manual-evacuation-candidates-selection max-lazy memory-reducer
        abcd b memory-reducer-for-small-heaps mock-arraybuffer-allocator move-object-start multi-mapped-mock-allocator native-code-counters opt
        abcd b optimize-for-size page-promotion parallel-compaction parallel-compile-tasks-for-eager-toplevel parallel-compile-tasks-for-lazy
        abcd b parallel-marking parallel-pointer-update parallel-scavenge parse-only partial-constant-pool perf-basic-prof
        abcd b perf-basic-prof-only-functions perf-prof perf-prof-annotate-wasm perf-prof-delete-file perf-prof-unwinding-info
        abcd b polymorphic-inlining predictable predictable-gc-schedule print-all-code print-all-exceptions print-builtin-code print-builtin-size
        abcd b print-bytecode print-code print-code-verbose print-deopt-stress print-flag-values print-maglev-code print-maglev-graph
        abcd b print-opt-code print-opt-source print-regexp-bytecode print-regexp-code print-wasm-code print-wasm-stub-code prof
        abcd b prof-browser-mode prof-cpp profile-deserialization randomize-all-allocations rcs rcs-cpu-time reclaim-unmodified-wrappers
        abcd b redirect-code-traces regexp-interpret-all regexp-optimization regexp-peephole-optimization regexp-tier-up rehash-snapshot
        abcd b runtime-call-stats sampling-heap-profiler-suppress-randomness script-streaming separate-gc-phases serialization-statistics
        abcd b shared-string-table short-builtin-calls single-threaded single-threaded-gc slow-histograms sparkplug
        abcd b sparkplug-needs-short-builtins stack-trace-on-illegal stress-background-compile stress-compaction stress-compaction-random
        abcd b stress-concurrent-allocation stress-concurrent-inlining stress-concurrent-inlining-attach-code stress-flush-code
        abcd b stress-gc-during-compilation stress-incremental-marking stress-inline stress-lazy-source-positions
        abcd b stress-per-context-marking-worklist stress-snapshot stress-turbo-late-spilling stress-validate-asm stress-wasm-code-gc super-ic
        abcd b suppress-asm-messages target-is-simulator test-small-max-function-context-stub-size testing-bool-flag testing-d8-test-runner
        abcd b text-is-readable trace trace-all-uses trace-asm-parser trace-asm-scanner trace-asm-time trace-baseline
        abcd b trace-baseline-batch-compilation trace-block-coverage trace-compilation-dependencies trace-compiler-dispatcher
        abcd b trace-concurrent-marking trace-concurrent-recompilation trace-creation-allocation-sites trace-deopt trace-deopt-verbose
        abcd b trace-detached-contexts trace-elements-transitions trace-environment-liveness trace-evacuation trace-evacuation-candidates
        abcd b trace-experimental-regexp-engine trace-file-names trace-for-in-enumerate trace-fragmentation trace-fragmentation-verbose trace-gc
        abcd b trace-gc-freelists trace-gc-freelists-verbose trace-gc-heap-layout trace-gc-heap-layout-ignore-minor-gc trace-gc-ignore-scavenger
        abcd b trace-gc-nvp trace-gc-object-stats trace-gc-verbose trace-generalization trace-heap-broker trace-heap-broker-verbose
        abcd b trace-ignition-codegen trace-incremental-marking trace-maglev-regalloc trace-migration trace-mutator-utilization trace-opt
        abcd b trace-opt-stats trace-opt-verbose trace-osr trace-parallel-scavenge trace-pending-allocations trace-pretenuring
        abcd b trace-pretenuring-statistics trace-protector-invalidation trace-prototype-users trace-rail trace-regexp-assembler
        abcd b trace-regexp-bytecodes trace-regexp-graph trace-regexp-parser trace-regexp-peephole-optimization trace-regexp-tier-up
        abcd b trace-representation trace-serializer trace-side-effect-free-debug-evaluate trace-store-elimination trace-stress-marking
        abcd b trace-stress-scavenge trace-temporal trace-track-allocation-sites trace-turbo trace-turbo-alloc trace-turbo-ceq trace-turbo-graph
        abcd b trace-turbo-inlining trace-turbo-jt trace-turbo-load-elimination trace-turbo-loop trace-turbo-reduction trace-turbo-scheduled
        abcd b trace-turbo-scheduler trace-turbo-stack-accesses trace-turbo-trimming trace-turbo-types trace-unmapper trace-verify-csa trace-wasm
        abcd b trace-wasm-code-gc trace-wasm-compilation-times trace-wasm-inlining trace-wasm-memory trace-zone-stats trace-zone-type-stats
        abcd b track-detached-contexts track-field-types track-gc-object-stats turbo-allocation-folding turbo-cf-optimization
        abcd b turbo-collect-feedback-in-generic-lowering turbo-escape turbo-fast-api-calls turbo-inline-array-builtins
        abcd b turbo-inline-js-wasm-calls turbo-inlining turbo-instruction-scheduling turbo-jt turbo-load-elimination turbo-loop-peeling
        abcd b turbo-loop-rotation turbo-loop-variable turbo-move-optimization turbo-optimize-apply turbo-profiling turbo-profiling-verbose
        abcd b turbo-rewrite-far-jumps turbo-splitting turbo-stats turbo-stats-nvp turbo-stats-wasm turbo-store-elimination
        abcd b turbo-stress-instruction-scheduling turbo-verify turbo-verify-allocation unbox-double-arrays use-external-strings use-ic
        abcd b use-marking-progress-bar use-osr use-strict validate-asm verify-simplified-lowering verify-snapshot-checksum
        abcd b vtune-prof-annotate-wasm wasm-async-compilation wasm-bounds-checks wasm-code-gc wasm-dynamic-tiering wasm-enforce-bounds-checks
        abcd b wasm-fuzzer-gen-test wasm-generic-wrapper wasm-lazy-compilation wasm-lazy-validation wasm-loop-peeling wasm-loop-unrolling
        abcd b wasm-math-intrinsics wasm-opt wasm-simd-ssse3-codegen wasm-stack-checks wasm-staging wasm-test-streaming wasm-tier-up
        abcd b win64-unwinding-info
        abcd v arm-arch baseline-batch-compilation-threshold concurrent-recompilation-delay concurrent-recompilation-queue-length
        abcd v concurrent-sparkplug-max-threads cpu-profiler-sampling-interval csa-trap-on-node deopt-every-n-times dump-wasm-module-path
        abcd v embedded-src embedded-variant enable-32dregs enable-armv7 enable-armv8 enable-neon enable-sudiv enable-vfp3
        abcd v ephemeron-fixpoint-iterations expose-cputracemark-as expose-gc-as fuzzer-random-seed gc-fake-mmap gc-interval gc-stats hash-seed
        abcd v heap-growing-percent heap-snapshot-string-limit histogram-interval incremental-marking-hard-trigger
        abcd v incremental-marking-soft-trigger initial-heap-size initial-old-space-size lazy-compile-dispatcher-max-threads logfile
        abcd v maglev-filter map-counters max-heap-size max-inlined-bytecode-size max-inlined-bytecode-size-absolute
        abcd v max-inlined-bytecode-size-cumulative max-inlined-bytecode-size-small max-old-space-size max-optimized-bytecode-size
        abcd v max-semi-space-size max-serializer-nesting max-stack-trace-source-length max-valid-polymorphic-map-count mcpu
        abcd v min-inlining-frequency min-semi-space-size mock-arraybuffer-allocator-limit page-promotion-threshold print-builtin-code-filter
        abcd v print-bytecode-filter print-opt-code-filter print-wasm-code-function-index prof-sampling-interval random-gc-interval random-seed
        abcd v redirect-code-traces-to regexp-backtracks-before-fallback regexp-tier-up-ticks reserve-inline-budget-scale-factor
        abcd v retain-maps-for-n-gc semi-space-growth-factor sim-arm64-optional-features sparkplug-filter stack-size stack-trace-limit
        abcd v startup-blob startup-src stress-marking stress-runs stress-sampling-allocation-profiler stress-scavenge switch-table-min-cases
        abcd v switch-table-spread-threshold target-arch target-os testing-float-flag testing-int-flag testing-maybe-bool-flag testing-prng-seed
        abcd v testing-string-flag trace-allocation-stack-interval trace-duplicate-threshold-kb trace-ignition-dispatches-output-file
        abcd v trace-turbo-cfg-file trace-turbo-filter trace-turbo-path turbo-filter turbo-verify-machine-graph v8-os-page-size
        abcd v wasm-caching-threshold wasm-debug-mask-for-testing wasm-inlining-max-size wasm-max-initial-code-space-reservation
        abcd v wasm-max-mem-pages wasm-max-table-size wasm-num-compilation-tasks wasm-tier-mask-for-testing wasm-tier-up-filter
        abcd v wasm-tiering-budget zone-stats-tolerance
        abd b wasm-inlining
        b b concurrent-minor-mc-marking enable-wasm-arm64-generic-wrapper experimental-value-unavailable experimental-wasm-js-inlining
        b b fast-forward-schedule global-ic-updated-flag harmony-change-array-by-copy harmony-rab-gsab-transfer harmony-symbol-as-weakmap-key
        b b maglev-increase-budget-forward-jump memory-reducer-single-gc reset-interrupt-on-ic-update reset-ticks-on-ic-update
        b b trace-wasm-interpreter turbo-rab-gsab wasm-final-types
        b v static-roots-src
        bc b deopt-to-baseline enable-sealed-frozen-elements-kind enable-third-party-heap experimental-wasm-inlining harmony-array-from-async
        bc b harmony-intl-duration-format harmony-iterator-helpers harmony-json-parse-with-source harmony-regexp-unicode-sets turboshaft-wasm
        bc b wasm-native-module-cache-enabled
        bcd b abort-on-bad-builtin-profile-data abort-on-far-code-range allocation-site-tracking always-turbofan
        bcd b always-use-string-forwarding-table better-code-range-allocation check-handle-count code-comments code-stats
        bcd b concurrent-sparkplug-high-priority-threads conservative-stack-scanning cppgc-young-generation cppheap-concurrent-marking
        bcd b cppheap-incremental-marking debug-code dict-property-const-tracking disable-write-barriers dump-wasm-module
        bcd b enable-allocation-folding enable-etw-stack-walking enable-slow-asserts enable-testing-opcode-in-wasm
        bcd b enable-unconditional-write-barriers exit-on-contradictory-flags experimental experimental-wasm-instruction-tracing
        bcd b experimental-wasm-pgo-from-file experimental-wasm-pgo-to-file experimental-wasm-ref-cast-nop experimental-wasm-stringref
        bcd b fast-map-update fixed-array-bounds-checks force-emit-interrupt-budget-checks freeze-flags-after-init gc-verbose gdbjit gdbjit-dump
        bcd b gdbjit-full internalize-on-the-fly log-feedback-vector log-or-trace-osr log-source-position maglev maglev-assert
        bcd b maglev-assert-stack-size maglev-function-context-specialization maglev-future maglev-inlining maglev-overwrite-budget
        bcd b maglev-untagged-phis mega-dom-ic merge-background-deserialized-script-with-compilation-cache minor-gc-task omit-default-ctors
        bcd b optimize-on-next-call-optimizes-to-maglev prepare-always-turbofan print-ast print-break-location print-global-handles
        bcd b print-handles print-maglev-deopt-verbose print-scopes regexp-possessive-quantifier shortcut-strings-with-stack single-generation
        bcd b stress-maglev strict-termination-checks string-slices trace-backing-store trace-code-range-allocation trace-contexts
        bcd b trace-isolates trace-lazy trace-liftoff trace-maglev-graph-building trace-maglev-inlining trace-maglev-inlining-verbose
        bcd b trace-module-status trace-normalization trace-turbo-escape trace-wasm-compiler trace-wasm-decoder trace-wasm-instances
        bcd b trace-wasm-lazy-compilation trace-wasm-loop-peeling trace-wasm-native-heap trace-wasm-serialization trace-wasm-stack-switching
        bcd b trace-wasm-streaming trace-wasm-typer transition-strings-during-gc-with-stack trap-on-abort turbo-optimize-math-minmax
        bcd b turbo-string-builder turbofan turboshaft turboshaft-assert-types turboshaft-trace-reduction verify-csa verify-heap
        bcd b verify-predictable warn-about-builtin-profile-data
        bcd v bytecode-old-age concurrent-marking-max-worker-num dump-allocations-digest-at-alloc gc-memory-reducer-start-delay-ms
        bcd v gdbjit-dump-filter initial-shared-heap-size invocation-count-for-maglev invocation-count-for-osr max-opt max-shared-heap-size
        bcd v max-wasm-functions minimum-invocations-after-ic-update minor-gc-task-trigger trace-turbo-file-prefix turbo-profiling-input
        bcd v turbo-profiling-output wasm-disassembly-max-mb wasm-inlining-budget wasm-loop-peeling-max-size wasm-max-code-space-size-mb
        bcd v wasm-max-committed-code-mb wasm-max-module-size wasm-stack-switching-stack-size wasm-trace-native
        c b compile-hints-magic direct-local experimental-wasm-multi-memory harmony-intl-locale-info-func harmony-set-methods
        c b incremental-marking-bailout-when-ahead-of-schedule maglev-loop-peeling-only-trivial soft-abort turboshaft-from-maglev
        c b turboshaft-frontend turboshaft-future turboshaft-instruction-selection turboshaft-loop-peeling
        c b turboshaft-wasm-instruction-selection-experimental turboshaft-wasm-instruction-selection-staged turboshaft-wasm-wrappers
        c b wasm-to-js-generic-wrapper
        c v incremental-marking-task-delay-ms wasm-turboshaft-mask-for-testing
        cd b allow-allocation-in-fast-api-call always-osr-from-maglev concurrent-maglev-high-priority-threads
        cd b concurrent-marking-high-priority-threads concurrent-minor-ms-marking const-tracking-let direct-handle disable-optimizing-compilers
        cd b efficiency-mode-disable-turbofan efficiency-mode-for-tiering-heuristics enable-enumerated-keyed-access-bytecode
        cd b experimental-wasm-exnref experimental-wasm-imported-strings experimental-wasm-jspi experimental-wasm-legacy-eh
        cd b experimental-wasm-revectorize experimental-wasm-shared flush-code-based-on-tab-visibility flush-code-based-on-time
        cd b harmony-remove-intl-locale-info-getters heap-snapshot-on-oom hole-fuzzing ignition-elide-redundant-tdz-checks
        cd b intel-jcc-erratum-mitigation jit-fuzzing js-explicit-resource-management js-float16array js-regexp-duplicate-named-groups
        cd b js-regexp-modifiers js-shipping js-staging local-off-stack-check log-timer-events maglev-build-code-on-background maglev-cse
        cd b maglev-deopt-data-on-background maglev-destroy-on-background maglev-escape-analysis maglev-hoist-osr-value-phi-untagging
        cd b maglev-inline-api-calls maglev-loop-peeling maglev-osr maglev-overwrite-osr-budget maglev-print-feedback maglev-reuse-stack-slots
        cd b maglev-speculative-hoist-phi-untagging maglev-stats maglev-stats-nvp memory-balancer memory-protection-keys minor-ms
        cd b minor-ms-shortcut-strings minor-ms-trace-fragmentation optimize-gc-for-battery osr-from-maglev parallel-weak-ref-clearing
        cd b perfetto-code-logger print-maglev-graphs profile-guided-optimization profile-guided-optimization-for-empty-feedback-vector
        cd b profile-heap-snapshot reorder-builtins sandbox-fuzzing single-threaded-gc-in-background stress-ic stress-wasm-memory-moving
        cd b trace-flush-code trace-maglev-phi-untagging trace-memory-balancer trace-memory-reducer trace-minor-ms-parallel-marking
        cd b trace-page-promotions trace-read-only-promotion trace-read-only-promotion-verbose trace-wasm-offheap-memory trace-wasm-revectorize
        cd b turbo-compress-frame-translations turbo-typer-hardening turbo-wasm-address-reassociation turboshaft-csa
        cd b turboshaft-enable-debug-features turboshaft-load-elimination turboshaft-loop-unrolling turboshaft-trace-emitted
        cd b turboshaft-trace-intermediate-reductions turboshaft-typed-optimizations turboshaft-wasm-load-elimination wasm-fast-api
        cd b wasm-inlining-ignore-call-counts wasm-memory64-trap-handling wasm-sync-tier-up
        cd v battery-saver-mode bytecode-old-time concurrent-maglev-max-threads concurrent-turbofan-max-threads cppgc-random-gc-interval
        cd v dump-builtins-hashes-to-file efficiency-mode efficiency-mode-delay-turbofan fast-properties-soft-limit heap-snapshot-on-gc
        cd v invocation-count-for-early-optimization invocation-count-for-feedback-allocation invocation-count-for-maglev-osr
        cd v invocation-count-for-turbofan maglev-loop-peeling-max-size max-fast-properties max-maglev-hard-inline-depth
        cd v max-maglev-inline-depth max-maglev-inlined-bytecode-size max-maglev-inlined-bytecode-size-cumulative
        cd v max-maglev-inlined-bytecode-size-small memory-balancer-c-value memory-reducer-gc-count min-maglev-inlining-frequency
        cd v minimum-invocations-before-optimization minor-ms-concurrent-marking-trigger minor-ms-max-new-space-capacity-mb
        cd v minor-ms-max-page-age minor-ms-min-lab-size-kb minor-ms-min-new-space-capacity-for-concurrent-marking-mb
        cd v minor-ms-page-promotion-max-lab-threshold minor-ms-page-promotion-threshold osr-from-maglev-interrupt-scale-factor osr-to-tierup
        cd v perf-basic-prof-path perf-prof-path scavenger-max-new-space-capacity-mb stress-lazy-compilation turbo-log-builtins-count-input
        cd v wasm-caching-hard-threshold wasm-caching-timeout-ms wasm-eager-tier-up-function wasm-inlining-factor wasm-inlining-min-budget
        cd v wasm-wrapper-tiering-budget
        d b additive-safe-int-feedback black-allocated-pages cet-compatible clone-object-sidestep-transitions concurrent-builtin-generation
        d b concurrent-recompilation-front-running concurrent-turbo-tracing decommit-pooled-pages empty-context-extension-dep enable-avx-vnni
        d b enable-avx-vnni-int8 enable-etw-by-custom-filter-only enable-f16c etw-trace-debug experimental-embedder-instance-types
        d b experimental-regexp-engine-capture-group-opt experimental-report-exceptions-from-callbacks experimental-wasm-custom-descriptors
        d b experimental-wasm-fp16 experimental-wasm-growable-stacks experimental-wasm-imported-strings-utf8 experimental-wasm-memory-control
        d b experimental-wasm-rab-integration experimental-wasm-wasmfx expose-memory-corruption-api extensible-ro-snapshot
        d b external-memory-accounted-in-global-limit fast-api-allow-float-in-sim flush-liftoff-code fuzzing-and-concurrent-recompilation
        d b gc-speed-uses-counters idle-gc-on-context-disposal incremental-marking-for-gc-in-background incremental-marking-start-user-visible
        d b incremental-marking-unified-schedule js-atomics-pause js-base-64 js-decorators js-error-iserror js-promise-try js-regexp-escape
        d b js-source-phase-imports json-stringify-fast-path maglev-cons-string-elision maglev-inlining-following-eager-order maglev-licm
        d b maglev-non-eager-inlining maglev-object-tracking maglev-optimistic-peeled-loops maglev-pretenure-store-values maglev-print-inlined
        d b maglev-skip-migration-check-for-polymorphic-access memory-reducer-favors-memory memory-reducer-respects-frozen-state
        d b minor-gc-task-with-lower-priority move-prototype-transitions-first optimize-maglev-optimizes-to-turbofan
        d b parallel-pause-for-gc-in-background parallel-reclaim-unmodified-wrappers precise-object-pinning predictable-and-random-seed-is-0
        d b print-feature-flags-json print-wasm-offheap-memory-size regexp-results-cache regexp-simd reopt-after-lazy-deopts reuse-scope-infos
        d b sandbox-testing scavenger-conservative-object-pinning scavenger-precise-object-pinning scavenger-promote-quarantined-pages
        d b script-context-mutable-heap-int32 script-context-mutable-heap-number shared-heap slow-debug-code sticky-mark-bits
        d b stress-branch-hinting stress-scavenger-conservative-object-pinning stress-scavenger-conservative-object-pinning-random
        d b stress-wasm-stack-switching trace-context-disposal trace-deserialization trace-maglev-escape-analysis trace-maglev-loop-speeling
        d b trace-maglev-object-tracking trace-opt-status turbo-elide-frames turbo-optimize-inlined-js-wasm-wrappers turbolev turbolev-future
        d b turbolev-non-eager-inlining turboshaft-string-concat-escape-analysis turboshaft-wasm-in-js-inlining typed-array-length-loading
        d b update-allocation-limits-after-loading use-original-message-for-stack-trace use-std-math-pow verify-code-merge wasm-deopt
        d b wasm-inlining-call-indirect wasm-jitless wasm-jitless-if-available-for-testing wasm-native-module-cache zero-unused-memory
        d v experimental-regexp-engine-capture-group-opt-max-memory-usage invocation-count-for-maglev-with-delay maglev-allocation-folding
        d v maglev-loop-peeling-max-size-cumulative maglev-print-filter memory-saver-mode wasm-capi-thread-pool-size
        d v wasm-deopts-per-function-limit
        """;
}
