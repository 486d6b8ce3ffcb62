namespace Whalepaper.Data;

/// <summary>A setting of PostgreSQL of which the default is made for another kind of work than ours: many short questions, answered from memory or a solid-state disk.</summary>
/// <param name="Setting">Its name.</param>
/// <param name="Value">What it is to be, unless the server's owner said otherwise.</param>
/// <param name="Fine">What `doctor` says where it is so, or the owner said otherwise.</param>
/// <param name="Left">What `doctor` says where it is a default that is not ours.</param>
internal sealed record ExpectedOfServer(string Setting, string Value, string Fine, string Left)
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<ExpectedOfServer> All { get; } =
    [
        // The default is that of a spinning disk, with which whole tables are read to find some hundred rows of them: a page would become dearer with every year of an archive.
        new("random_page_cost", "1.1", "PostgreSQL plans for the disk that it was told of (random_page_cost).", "PostgreSQL plans for a spinning disk (random_page_cost is its default), and reads large tables through."),
        // What is expected to be dear is compiled first. That takes a quarter of a second for a question that is answered in a hundredth, and again at every asking.
        new("jit", "off", "PostgreSQL compiles no questions, or was told to (jit).", "PostgreSQL may compile questions that look dear (jit is its default), which takes longer than to answer them."),
    ];

    /// <summary>What asks the server whether it is a default that is not ours. Nobody typed any of it.</summary>
    public string IsLeft => $"(SELECT source = 'default' AND setting <> '{Value}' FROM pg_settings WHERE name = '{Setting}')";
}
