using Whalepaper.Data;
using Whalepaper.Improving.Retrospectives;
using Whalepaper.Improving.Suggestions;
using Whalepaper.Notices.Deliveries;

namespace Whalepaper.Improving;

/// <summary>Puts into the container what improves the group.</summary>
internal static class ImprovingSetup
{
    /// <summary>What the commands need too.</summary>
    public static IServiceCollection AddImproving(this IServiceCollection services)
    {
        services.AddSingleton<AnswerSeal>();
        services.AddScoped<RetrospectiveChanges>();
        services.AddScoped<RetrospectiveWork>();
        services.AddScoped<IExamination, ImprovingExamination>();
        services.AddSingleton<IConsequence, ImprovingLeaving>();
        services.AddSingleton<ISequel, SuggestionNews>();
        services.AddSingleton<ISequel, RetrospectiveNews>();
        return services;
    }

    /// <summary>What the site does by the clock, and tells.</summary>
    public static IServiceCollection AddImprovingClock(this IServiceCollection services)
    {
        services.AddScoped<RetrospectiveTold>();
        services.AddScoped<IDeliveryContent, SuggestionNewsWords>();
        services.AddScoped<IDeliveryContent, SuggestionDeskWords>();
        services.AddScoped<IDeliveryContent, RetrospectiveCallWords>();
        services.AddScoped<IDeliveryContent, RetrospectiveReminderWords>();
        services.AddScoped<IDeliveryContent, RetrospectiveClosedWords>();
        services.AddScoped<IDeliveryContent, RetrospectivePublishedWords>();
        services.AddSingleton<RetrospectiveClock>();
        services.AddSingleton<IChangeListener>(container => container.GetRequiredService<RetrospectiveClock>());
        services.AddHostedService(container => container.GetRequiredService<RetrospectiveClock>());
        return services;
    }
}
