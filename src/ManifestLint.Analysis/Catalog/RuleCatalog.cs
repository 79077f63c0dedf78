using ManifestLint.Rules;
using ManifestLint.Rules.Amounts;
using ManifestLint.Rules.Input;
using ManifestLint.Rules.Observed;
using ManifestLint.Rules.Pods;
using ManifestLint.Rules.Qos;
using ManifestLint.Rules.Runtimes;
using ManifestLint.Rules.Sets;

namespace ManifestLint.Catalog;

/// <summary>The table of contents: every rule, one line each.</summary>
public static class RuleCatalog
{
    /// <summary>Every rule as it is without a configuration.</summary>
    public static RuleSet All { get; } = Create(RuleOptions.Default);

    /// <summary>Every rule.</summary>
    /// <param name="options">What teams decide about some.</param>
    public static RuleSet With(RuleOptions options) => options == RuleOptions.Default ? All : Create(options);

    // By id.
    private static RuleSet Create(RuleOptions options) =>
        new([
            new(new YamlSyntaxErrorRule(), "yaml-syntax-error"),
            new(new DuplicateKey(), "duplicate-key"),
            new(new QuantityInvalid(), "quantity-invalid"),
            new(new MemoryUnitSuspicious(), "memory-unit-suspicious"),
            new(new CpuUnitSuspicious(), "cpu-unit-suspicious"),
            new(new ResourcesMisplaced(), "resources-misplaced"),
            new(new ValueTypeWrong(), "value-type-wrong"),
            new(new SuppressionUnused(), "suppression-unused"),
            new(new SuppressionUnknownRule(), "suppression-unknown-rule"),
            new(new SuppressionUnexplained(), "suppression-unexplained"),
            new(new SuppressionExpired(), "suppression-expired"),
            new(new SuppressionMisplaced(), "suppression-misplaced"),
            new(new MemoryLimitMissing(options.LimitMissing), "memory-limit-missing"),
            new(new MemoryLimitBelowRequest(), "memory-limit-below-request"),
            new(new MemoryRequestMissing(options.RequestMissing), "memory-request-missing"),
            new(new CpuRequestMissing(), "cpu-request-missing", IsOptIn: true),
            new(new CpuLimitMissing(), "cpu-limit-missing", IsOptIn: true),
            new(new CpuLimitBelowRequest(), "cpu-limit-below-request"),
            new(new ResourcesInvalid(), "resources-invalid"),
            new(new MemoryLimitBelowRuntimeMinimum(options.RuntimeMinimum), "memory-limit-below-runtime-minimum"),
            new(new MemoryOvercommitted(options.Overcommitted), "memory-overcommitted", IsOptIn: true),
            new(new RequestExceedsNode(), "request-exceeds-node"),
            new(new EphemeralStorageUnbudgeted(), "ephemeral-storage-unbudgeted", IsOptIn: true),
            new(new PodBestEffort(), "pod-best-effort"),
            new(new GuaranteedOneValueShort(), "guaranteed-one-value-short"),
            new(new SidecarBudgetMissing(), "sidecar-budget-missing"),
            new(new SidecarBreaksGuaranteed(), "sidecar-breaks-guaranteed"),
            new(new MainScoresAboveSidecar(), "main-scores-above-sidecar"),
            new(new JvmHeapAboveBudget(options.JvmHeap), "jvm-heap-above-budget"),
            new(new JvmHeapAtLimit(options.JvmHeap), "jvm-heap-at-limit"),
            new(new JvmMemoryAboveLimit(options.JvmHeap), "jvm-memory-above-limit"),
            new(new JvmHeapUnset(options.JvmHeap), "jvm-heap-unset"),
            new(new JvmHeapFromNode(), "jvm-heap-from-node"),
            new(new JvmWillNotStart(options.JvmHeap), "jvm-will-not-start"),
            new(new JvmOptionIgnored(), "jvm-option-ignored"),
            new(new JvmContainerSupportOff(), "jvm-container-support-off"),
            new(new JvmInitialHeapAboveRequest(), "jvm-initial-heap-above-request"),
            new(new NodeHeapAboveBudget(), "node-heap-above-budget"),
            new(new NodeHeapAtLimit(), "node-heap-at-limit"),
            new(new NodeWillNotStart(), "node-will-not-start"),
            new(new NodeOptionIgnored(), "node-option-ignored"),
            new(new NodeDefaultHeapAboveLimit(), "node-default-heap-above-limit"),
            new(new GoMemoryLimitAboveBudget(), "go-memory-limit-above-budget"),
            new(new GoMemoryLimitMalformed(), "go-memory-limit-malformed"),
            new(new GoGcOff(), "go-gc-off"),
            new(new GoMemoryLimitFromNode(), "go-memory-limit-from-node"),
            new(new DotnetHeapAboveBudget(), "dotnet-heap-above-budget"),
            new(new DotnetHeapAtLimit(), "dotnet-heap-at-limit"),
            new(new DotnetWillNotStart(), "dotnet-will-not-start"),
            new(new DotnetHexadecimalMisread(), "dotnet-hexadecimal-misread"),
            new(new ServerMemoryAboveBudget(), "server-memory-above-budget"),
            new(new ServerMemoryAtLimit(), "server-memory-at-limit"),
            new(new ServerMemoryMalformed(), "server-memory-malformed"),
            new(new ServerMemoryMisread(), "server-memory-misread"),
            new(new ServerMemoryUnbounded(), "server-memory-unbounded"),
            new(new WorkersMemoryAboveLimit(), "workers-memory-above-limit"),
            new(new MemoryVolumeUnbounded(), "memory-volume-unbounded"),
            new(new MemoryVolumeAboveLimit(), "memory-volume-above-limit"),
            new(new SharedMemoryDefault(), "shared-memory-default"),
            new(new InitContainerDecidesRequest(), "init-container-decides-request"),
            new(new InjectedSidecarUnbudgeted(), "injected-sidecar-unbudgeted"),
            new(new JobOomLoop(), "job-oom-loop"),
            new(new VolumeMediumUnknown(), "volume-medium-unknown"),
            new(new LimitrangeViolated(), "limitrange-violated"),
            new(new LimitrangeDefaultBelowRequest(), "limitrange-default-below-request"),
            new(new QuotaRequiresResources(), "quota-requires-resources"),
            new(new QuotaExceeded(), "quota-exceeded"),
            new(new HpaMemoryWithoutRequest(), "hpa-memory-without-request"),
            new(new HpaContainerUnknown(), "hpa-container-unknown"),
            new(new HpaAndVpaOnMemory(), "hpa-and-vpa-on-memory"),
            new(new VpaMovesLimitUnderHeap(), "vpa-moves-limit-under-heap"),
            new(new VpaBoundsExcludeCurrent(), "vpa-bounds-exclude-current"),
            new(new HpaMemoryNeverScalesDown(), "hpa-memory-never-scales-down"),
            new(new ResizeWithoutRestart(), "resize-without-restart"),
            new(new VpaInvalid(), "vpa-invalid"),
            new(new PolicyInvalid(), "policy-invalid"),
            new(new VpaTargetAboveLimit(), "vpa-target-above-limit"),
            new(new ContainerOomKilled(), "container-oom-killed"),
            new(new KilledWithoutOom(), "killed-without-oom"),
            new(new PodEvicted(), "pod-evicted"),
            new(new QosClassDiffers(), "qos-class-differs"),
            new(new LiveAmountsDiffer(), "live-amounts-differ"),
        ]);
}
