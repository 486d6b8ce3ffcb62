using Whalepaper.Data;

namespace Whalepaper.Search;

/// <summary>Puts search into the container, for the site and for the commands alike.</summary>
internal static class SearchRegistration
{
    public static IServiceCollection AddSearch(this IServiceCollection services)
    {
        services.AddSingleton<CharterSections>();
        services.AddSingleton<SearchIndexing>();
        services.AddSingleton<ISequel>(container => container.GetRequiredService<SearchIndexing>());
        services.AddSingleton<ISearchRebuilding>(container => container.GetRequiredService<SearchIndexing>());
        services.AddScoped<IExamination, SearchExamination>();
        return services;
    }
}
