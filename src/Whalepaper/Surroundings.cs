namespace Whalepaper;

/// <summary>The settings as a command finds them, which has no host that reads them.</summary>
internal static class Surroundings
{
    /// <summary>Reads them: <c>appsettings.json</c> beside the program, and the environment, which wins.</summary>
    public static IConfigurationRoot Read() => new ConfigurationBuilder()
        .SetBasePath(AppContext.BaseDirectory).AddJsonFile("appsettings.json", optional: true).AddEnvironmentVariables().Build();

    /// <summary>The settings of the host, or of a command.</summary>
    public static IConfiguration Settings(this IServiceProvider container) => container.GetService<IConfiguration>() ?? Read();
}
