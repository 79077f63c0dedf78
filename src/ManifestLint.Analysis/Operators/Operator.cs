using System.Collections.Immutable;

namespace ManifestLint.Operators;

/// <summary>An operator whose custom resources need more than rows: its rows, and what they cannot say.</summary>
/// <param name="name">What people call it.</param>
internal abstract class Operator(string name)
{
    /// <summary>What people call it.</summary>
    public string Name { get; } = name;

    /// <summary>Its containers, in the form of <c>operator-pods.txt</c>.</summary>
    public abstract string Rows { get; }

    /// <summary>Adds to a container what no row says.</summary>
    public virtual void Complete(ContainerDraft container) { }

    /// <summary>The operators that have a class, in alphabetical order.</summary>
    public static ImmutableArray<Operator> All { get; } =
    [
        new Eck(),
        new Flink(),
        new K8ssandra(),
        new OpenSearch(),
        new OpsManager(),
        new PerconaMongo(),
        new PerconaMySql(),
        new RabbitMq(),
        new RedisFailover(),
        new RedisOperator(),
        new Spark(),
        new Strimzi(),
        new WebLogic(),
        new Zalando(),
    ];
}
