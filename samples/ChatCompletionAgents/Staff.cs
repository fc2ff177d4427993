using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.Agents;
using SkRouter.Routing;

namespace ChatCompletionAgents;

/// <summary>Semantic Kernel's own agents. All that makes them the router's is the kernel that they are given.</summary>
internal sealed class Staff(Kernel kernel, string run)
{
    public ChatCompletionAgent Clerk { get; } =
        Agent(
            kernel,
            run,
            "clerk",
            "Takes customers' questions in.",
            "You are the clerk of a web shop. Hand questions about money over to the cashier; answer all others in one sentence."
        );

    public ChatCompletionAgent Cashier { get; } =
        Agent(
            kernel,
            run,
            "cashier",
            "Knows what orders cost.",
            "You are the cashier of a web shop. Look the order up before you answer, in one sentence.",
            KernelPluginFactory.CreateFromType<Till>("till")
        );

    public ChatCompletionAgent Auditor { get; } =
        Agent(
            kernel,
            run,
            "auditor",
            "Doubts what others say.",
            "You are the auditor of a web shop. Say in one sentence what is doubtful in what was said last, or that nothing is."
        );

    private static ChatCompletionAgent Agent(
        Kernel kernel,
        string run,
        string role,
        string description,
        string instructions,
        params KernelPlugin[] plugins
    )
    {
        var own = kernel.ForRole(role);
        // The in-process runtime keeps the flow that it was started in, so a scope around a question does not reach the agents; this does.
        own.Data[CarrierKeys.Run] = run;
        foreach (var plugin in plugins)
        {
            own.Plugins.Add(plugin);
        }

        return new()
        {
            Name = role,
            Description = description,
            Instructions = instructions,
            Kernel = own,
            Arguments = new(
                new PromptExecutionSettings
                {
                    FunctionChoiceBehavior = FunctionChoiceBehavior.Auto(),
                }
            ),
        };
    }
}
