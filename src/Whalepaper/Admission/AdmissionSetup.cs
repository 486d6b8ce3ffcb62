using Whalepaper.Admission.Ballots;
using Whalepaper.Admission.Elections;
using Whalepaper.Admission.Panels;
using Whalepaper.Data;
using Whalepaper.Notices.Deliveries;

namespace Whalepaper.Admission;

/// <summary>Puts into the container what leads people into the inner group.</summary>
internal static class AdmissionSetup
{
    /// <summary>What the commands need too: whoever saves a talk or a ballot keeps applications in step.</summary>
    public static IServiceCollection AddAdmission(this IServiceCollection services)
    {
        services.AddSingleton<BallotSeal>();
        services.AddScoped<BallotChanges>();
        services.AddScoped<AdmissionWork>();
        services.AddSingleton<IConsequence, AdmissionKeeping>();
        // After it: an election that ends an office takes its seats along.
        services.AddSingleton<IConsequence, PlaceKeeping>();
        services.AddSingleton<ISequel, AdmissionNews>();
        services.AddSingleton<ISequel, BallotNews>();
        services.AddSingleton<ISequel, ElectionNews>();
        services.AddSingleton<ISequel, PanelNews>();
        services.AddSingleton<ISequel, TrialNews>();
        return services;
    }

    /// <summary>What the site does by the clock, and tells.</summary>
    public static IServiceCollection AddAdmissionClock(this IServiceCollection services)
    {
        services.AddScoped<PanelLetters>();
        services.AddScoped<IDeliveryContent, AdmissionNewsWords>();
        services.AddScoped<IDeliveryContent, AdmissionDeskWords>();
        services.AddScoped<IDeliveryContent, ExpiryWords>();
        services.AddScoped<IDeliveryContent, TrialReminderWords>();
        services.AddScoped<IDeliveryContent, BallotCallWords>();
        services.AddScoped<IDeliveryContent, BallotReminderWords>();
        services.AddScoped<IDeliveryContent, BallotClosedWords>();
        services.AddScoped<IDeliveryContent, AnswerDueWords>();
        services.AddScoped<IDeliveryContent, ElectionWords>();
        services.AddScoped<IDeliveryContent, TermWords>();
        services.AddSingleton<AdmissionClock>();
        services.AddSingleton<IChangeListener>(container => container.GetRequiredService<AdmissionClock>());
        services.AddHostedService(container => container.GetRequiredService<AdmissionClock>());
        return services;
    }
}
